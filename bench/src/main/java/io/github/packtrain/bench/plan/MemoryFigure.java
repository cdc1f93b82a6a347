package io.github.packtrain.bench.plan;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Event;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Heap that a million waiting tasks keep, with parameters of their own each, in the state and in
 * the replica that applies the same events; and what submitting costs before and behind them.
 */
final class MemoryFigure {
  private static final int TASKS = 1_000_000;
  private static final int CLASSES = 200;
  private static final int USERS = 10_000;
  private static final int PROBES = 2_000;
  private static final int TASKS_PER_PROBE = 100;

  private MemoryFigure() {}

  static void print(Sheet sheet) {
    print(sheet, "one job per class", CLASSES);
    print(sheet, "a job per task, " + USERS + " users", TASKS);
  }

  private static void print(Sheet sheet, String kind, int jobs) {
    probe(new Site(), 1);
    probe(new Site(), TASKS_PER_PROBE);
    double oneEmpty = probe(new Site(), 1);
    double manyEmpty = probe(new Site(), TASKS_PER_PROBE);
    long before = usedBytes();
    Site site = new Site();
    CoreState replica = new CoreState();
    int perJob = TASKS / jobs;
    for (int job = 0; job < jobs; job++) {
      for (Event event : submitJob(site, job, perJob)) {
        replica.apply(event);
      }
    }
    long used = usedBytes() - before;
    double oneFull = probe(site, 1);
    double manyFull = probe(site, TASKS_PER_PROBE);
    String name = "1000000 waiting, " + kind;
    sheet.add(name + ": heap, replica included", used / 1e6, "MB", "<= 600");
    sheet.add(name + ": heap per task", (double) used / TASKS, "bytes", "");
    sheet.add(name + ": submitting one, to that with none", oneFull / oneEmpty, "times", "~1");
    sheet.add(name + ": submitting 100, to that with none", manyFull / manyEmpty, "times", "~1");
    if (site.state.waitingTasks() < TASKS || replica.waitingTasks() != TASKS) {
      throw new IllegalStateException("the backlog is not there");
    }
  }

  private static List<Event> submitJob(Site site, int job, int tasks) {
    List<String> params = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      params.add(Mix.params((long) job * tasks + i));
    }
    return site.submit("user-" + job % USERS, Mix.spec(job % CLASSES), tasks, params);
  }

  /** Median nanoseconds of submitting a job. */
  private static double probe(Site site, int tasks) {
    double[] nanos = new double[PROBES];
    for (int i = 0; i < PROBES; i++) {
      List<String> params = new ArrayList<>();
      for (int task = 0; task < tasks; task++) {
        params.add(Mix.params(task));
      }
      var spec = Mix.spec(i % CLASSES);
      long start = System.nanoTime();
      site.submit("user-" + i, spec, tasks, params);
      nanos[i] = System.nanoTime() - start;
    }
    return Sheet.median(nanos);
  }

  private static long usedBytes() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
