package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Distinct no-op handler tasks, submitted in batches: from the first request to the last end. */
record NoopPart(String name, int tasks, double target) implements Part {
  private static final int BATCH = 1_000;
  private static final int ON_THE_WAY = 8;
  private static final int WARM_UP = 50_000;

  @Override
  public boolean isLong() {
    return tasks >= 1_000_000;
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> master = new ArrayList<>();
    List<Double> worker = new ArrayList<>();
    List<Double> lag = new ArrayList<>();
    try (Installation here = Installation.create()) {
      here.startMaster("");
      here.startWorker("w1", List.of("--handlers-only", "--cpus", "2"));
      try (Calls calls = here.calls()) {
        calls.awaitWorkers(1, 30_000);
        run(calls, "warm-", WARM_UP);
        for (int round = 0; round < rounds; round++) {
          double masterBefore = here.cpu("master").toNanos();
          double workerBefore = here.cpu("w1").toNanos();
          double seconds = run(calls, "noop" + round + "-", tasks);
          rates.add(tasks / seconds);
          master.add((here.cpu("master").toNanos() - masterBefore) / tasks / 1e3);
          worker.add((here.cpu("w1").toNanos() - workerBefore) / tasks / 1e3);
          lag.add(here.metric("packtrain_replica_lag_events_max"));
        }
      }
    }
    String what = tasks + " distinct no-op tasks, all recorded";
    return List.of(
        Figure.atLeast(name, what, "tasks/s", rates, target),
        Figure.beside(name + ".master-cpu", "processor time of the master per task", "us", master),
        Figure.beside(name + ".worker-cpu", "processor time of the worker per task", "us", worker),
        Figure.beside(
            name + ".lag", "the replica's greatest lag behind the journal", "events", lag));
  }

  /** Seconds from the first request to the end of the last. */
  static double run(Calls calls, String name, int tasks) throws InterruptedException {
    long from = System.nanoTime();
    List<String> jobs =
        calls.submit(
            Math.max(1, tasks / BATCH),
            ON_THE_WAY,
            i -> Calls.distinct(Calls.noop(), name + i, i * BATCH, Math.min(BATCH, tasks)));
    jobs.forEach(calls::awaitCompleted);
    return (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
