package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.plan.Site.Cycle;

/**
 * Placements per second of one thread: 5,000 workers of 8 devices, whole devices from 1 to 8,
 * shares and CPU work. Each round ends attempts anywhere and fills the holes; view, plan, commit,
 * apply and the handling of the ends all count.
 */
final class PlacementFigure {
  static final int WORKERS = 5_000;
  private static final int CLASSES = 20;
  private static final int TASKS = 400_000;
  static final int PER_ROUND = 2_000;
  private static final int ROUNDS = 60;

  private PlacementFigure() {}

  static void print(Sheet sheet) {
    Rates rates = measure();
    String name = "placements, " + WORKERS + " workers";
    sheet.add(name + ": place and release, all of it", rates.all(), "/s", ">= 250000");
    sheet.add(name + ": the planner alone", rates.planning(), "/s", "");
  }

  /** Placements a second, all of it and the planner alone. */
  record Rates(double all, double planning) {}

  static Rates measure() {
    return measure(new Site(), ROUNDS);
  }

  static Rates measure(Site empty, int rounds) {
    Site site = filled(empty, WORKERS);
    rates(site, rounds);
    double[] all = new double[rounds];
    double[] planning = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long[] nanos = round(site);
      all[i] = nanos[2] * 1e9 / nanos[0];
      planning[i] = nanos[2] * 1e9 / nanos[1];
    }
    return new Rates(Sheet.median(all), Sheet.median(planning));
  }

  static Site fullSite(int workers) {
    return filled(new Site(), workers);
  }

  static Site filled(Site site, int workers) {
    site.addWorkers(workers);
    for (int i = 0; i < CLASSES; i++) {
      site.submit(Mix.spec(i), TASKS);
    }
    site.fill();
    return site;
  }

  private static void rates(Site site, int rounds) {
    for (int i = 0; i < rounds; i++) {
      round(site);
    }
  }

  /** Nanoseconds of all, nanoseconds of the planner, placements. */
  static long[] round(Site site) {
    long releaseNanos = site.release(PER_ROUND);
    Cycle cycle = site.cycle();
    return new long[] {releaseNanos + cycle.totalNanos(), cycle.planNanos(), cycle.placed()};
  }
}
