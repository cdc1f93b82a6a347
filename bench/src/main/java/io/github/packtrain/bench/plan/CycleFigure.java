package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.plan.Site.Cycle;
import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.function.Consumer;

/**
 * A cycle on a cluster that is full: 100 attempts end between two cycles, 200 classes wait, tasks
 * that were placed are replaced by as many submitted.
 */
final class CycleFigure {
  private static final int CLASSES = 200;
  private static final int RELEASES = 100;
  private static final int JOBS_PER_CLASS = 10;

  private final int workers;
  private final int waiting;
  private final int cycles;
  private final PlacementChoice placement;
  private final int classes;

  CycleFigure(int workers, int waiting, int cycles) {
    this(workers, waiting, cycles, PlacementChoice.BEST_FIT);
  }

  CycleFigure(int workers, int waiting, int cycles, PlacementChoice placement) {
    this(workers, waiting, cycles, placement, CLASSES);
  }

  CycleFigure(int workers, int waiting, int cycles, PlacementChoice placement, int classes) {
    this.classes = classes;
    this.placement = placement;
    this.workers = workers;
    this.waiting = waiting;
    this.cycles = cycles;
  }

  /** The times of the cycles, warm-up left out. */
  record Times(
      long[] view,
      long[] plan,
      long[] commit,
      long[] total,
      long[] reasons,
      double gpuUse,
      int placed) {}

  Times measure() {
    return measure(new Site(placement), _ -> {});
  }

  /** The same on a site of its own, with rules that come into force when it is full. */
  Times measure(Site empty, Consumer<Site> rules) {
    Site site = filled(empty, rules);
    for (int i = 0; i < cycles / 3; i++) {
      turn(site, i);
    }
    site.reasonNanos();
    return times(site);
  }

  /** A full cluster with its backlog. */
  Site filled() {
    return filled(new Site(placement), _ -> {});
  }

  private Site filled(Site site, Consumer<Site> rules) {
    site.addWorkers(workers);
    // First what fills the cluster, then the backlog.
    for (int i = 0; site.runningTasks() == 0 || site.gpuUse() < 0.995; i++) {
      site.submit(Mix.spec(i % classes), Math.max(1, workers / 20));
      if (i % classes == classes - 1) {
        site.fill();
      }
    }
    while (site.state.waitingTasks() < waiting) {
      long left = waiting - site.state.waitingTasks();
      int perJob = Math.max(1, waiting / (classes * JOBS_PER_CLASS));
      site.submit(Mix.spec((int) (left / perJob % classes)), (int) Math.min(perJob, left));
    }
    site.fill();
    rules.accept(site);
    return site;
  }

  private Times times(Site site) {
    long[] view = new long[cycles];
    long[] plan = new long[cycles];
    long[] commit = new long[cycles];
    long[] total = new long[cycles];
    int placed = 0;
    for (int i = 0; i < cycles; i++) {
      Cycle cycle = turn(site, i);
      view[i] = cycle.viewNanos();
      plan[i] = cycle.planNanos();
      commit[i] = cycle.commitNanos();
      total[i] = cycle.totalNanos();
      placed += cycle.placed();
    }
    return new Times(view, plan, commit, total, site.reasonNanos(), site.gpuUse(), placed);
  }

  /** Some attempts end, a cycle, and as many tasks come as were placed. */
  Cycle turn(Site site, int number) {
    site.release(Math.min(RELEASES, site.runningTasks()));
    Cycle cycle = site.cycle();
    if (cycle.placed() > 0) {
      site.submit(Mix.spec(number % classes), cycle.placed());
    }
    return cycle;
  }

  void print(Sheet sheet, String goal) {
    Times times = measure();
    String name = "cycle, " + workers + " workers, " + waiting + " waiting";
    sheet.addTimes(name, times.total(), goal);
    sheet.addTimes(name + ": view", times.view(), "");
    sheet.addTimes(name + ": plan", times.plan(), "");
    sheet.addTimes(name + ": commit + apply", times.commit(), "");
    sheet.addTimes(name + ": reasons of one class, on demand", times.reasons(), "");
    sheet.add(name + ": placed per cycle", (double) times.placed() / cycles, "tasks", "");
    sheet.add(name + ": devices in use", times.gpuUse(), "share", "~0.99");
  }
}
