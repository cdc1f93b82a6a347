package io.github.packtrain.bench.e2e;

import io.github.packtrain.protocol.v1.JobSpec;
import java.util.ArrayList;
import java.util.List;

/** One task at a time, from its submission until the client has seen the recorded result. */
record LatencyPart(int samples) implements Part {
  private static final int WARM_UP = 1_500;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> noopMedian = new ArrayList<>();
    List<Double> noopTail = new ArrayList<>();
    List<Double> processMedian = new ArrayList<>();
    List<Double> processTail = new ArrayList<>();
    try (Installation here = Installation.create()) {
      here.startMaster("");
      here.startWorker("w1", List.of("--cpus", "2"));
      try (Calls calls = here.calls()) {
        calls.awaitWorkers(1, 30_000);
        sample(calls, Calls.noop(), "warm-n", WARM_UP);
        sample(calls, Calls.command("true"), "warm-p", WARM_UP / 2);
        for (int round = 0; round < rounds; round++) {
          double[] noop = sample(calls, Calls.noop(), "n" + round + "-", samples);
          noopMedian.add(Figure.quantile(noop, 0.5));
          noopTail.add(Figure.quantile(noop, 0.99));
          double[] process = sample(calls, Calls.command("true"), "p" + round + "-", samples / 2);
          processMedian.add(Figure.quantile(process, 0.5));
          processTail.add(Figure.quantile(process, 0.99));
        }
      }
    }
    return List.of(
        Figure.atMost("latency.noop.p50", "one no-op, submit to result seen", "ms", noopMedian, 3),
        Figure.atMost("latency.noop.p99", "the same, 99th percentile", "ms", noopTail, 10),
        Figure.atMost(
            "latency.process.p50", "one process, submit to result seen", "ms", processMedian, 8),
        Figure.beside("latency.process.p99", "the same, 99th percentile", "ms", processTail));
  }

  private static double[] sample(Calls calls, JobSpec spec, String name, int count) {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long from = System.nanoTime();
      calls.awaitCompleted(calls.submit(Calls.single(spec, name + i, i)));
      millis[i] = (System.nanoTime() - from) / 1e6;
    }
    return millis;
  }
}
