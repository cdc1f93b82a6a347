package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.report.Figure;
import java.util.ArrayList;
import java.util.List;

/** Tasks that are processes, beside what xargs reaches in the same minute. */
record ProcessPart(int tasks) implements Part {
  /** Two compilers are at work beside the first 20,000 or so; what stays is what is asked for. */
  private static final int WARM_UP = 20_000;

  private static final int BATCH = 1_000;
  private static final int ON_THE_WAY = 4;

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> masters = new ArrayList<>();
    List<Double> workers = new ArrayList<>();
    try (Installation here = Installation.create()) {
      here.startMaster("");
      here.startWorker("w1", List.of("--cpus", "2"));
      try (Calls calls = here.calls()) {
        calls.awaitWorkers(1, 30_000);
        run(calls, "warm", WARM_UP);
        for (int round = 0; round < rounds; round++) {
          double limit = LimitPart.xargs(tasks / 2);
          double masterBefore = here.cpu("master").toNanos();
          double workerBefore = here.cpu("w1").toNanos();
          double rate = tasks / run(calls, "true" + round, tasks);
          rates.add(rate);
          ratios.add(rate / limit);
          masters.add((here.cpu("master").toNanos() - masterBefore) / tasks / 1e3);
          workers.add((here.cpu("w1").toNanos() - workerBefore) / tasks / 1e3);
        }
      }
    }
    return List.of(
        Figure.beside("process", tasks + " processes of true, all recorded", "tasks/s", rates),
        Figure.atLeast(
            "process.ratio", "the same to xargs -P2 in the same minute", "ratio", ratios, 0.9),
        Figure.beside("process.master-cpu", "processor time of the master per task", "us", masters),
        Figure.beside(
            "process.worker-cpu",
            "of worker and guard per task, without the tasks",
            "us",
            workers));
  }

  private static double run(Calls calls, String name, int tasks) throws InterruptedException {
    long from = System.nanoTime();
    List<String> jobs =
        calls.submit(
            tasks / BATCH,
            ON_THE_WAY,
            i -> Calls.distinct(Calls.command("true"), name + i, i * BATCH, BATCH));
    jobs.forEach(calls::awaitCompleted);
    return (System.nanoTime() - from) / 1e9;
  }
}
