package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.plan.Site.Cycle;

/**
 * Placements per second of one thread: 5,000 workers of 8 devices, whole devices from 1 to 8,
 * shares and CPU work. Each round ends attempts anywhere and fills the holes; view, plan, commit,
 * apply and the handling of the ends all count.
 */
final class PlacementFigure {
  private static final int WORKERS = 5_000;
  private static final int CLASSES = 20;
  private static final int TASKS = 400_000;
  private static final int PER_ROUND = 2_000;
  private static final int ROUNDS = 60;

  private PlacementFigure() {}

  static void print(Sheet sheet) {
    Site site = new Site();
    site.addWorkers(WORKERS);
    for (int i = 0; i < CLASSES; i++) {
      site.submit(Mix.spec(i), TASKS);
    }
    site.fill();
    rates(site, ROUNDS);
    double[] all = new double[ROUNDS];
    double[] planning = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long[] nanos = round(site);
      all[i] = nanos[2] * 1e9 / nanos[0];
      planning[i] = nanos[2] * 1e9 / nanos[1];
    }
    String name = "placements, " + WORKERS + " workers";
    sheet.add(name + ": place and release, all of it", Sheet.median(all), "/s", ">= 250000");
    sheet.add(name + ": the planner alone", Sheet.median(planning), "/s", "");
  }

  private static void rates(Site site, int rounds) {
    for (int i = 0; i < rounds; i++) {
      round(site);
    }
  }

  /** Nanoseconds of all, nanoseconds of the planner, placements. */
  private static long[] round(Site site) {
    long releaseNanos = site.release(PER_ROUND);
    Cycle cycle = site.cycle();
    return new long[] {releaseNanos + cycle.totalNanos(), cycle.planNanos(), cycle.placed()};
  }
}
