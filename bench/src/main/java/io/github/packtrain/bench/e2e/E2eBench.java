package io.github.packtrain.bench.e2e;

import java.util.ArrayList;
import java.util.List;

/** All figures of the whole system, each beside its limit. */
public final class E2eBench {
  private E2eBench() {}

  /** Runs the parts named, or all. */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("rounds", 3);
    List<Part> parts =
        List.of(
            new LimitPart(),
            new NoopPart("noop.100k", 100_000, 30_000),
            new NoopPart("noop.1m", 1_000_000, 30_000),
            new ProcessPart(Integer.getInteger("tasks", 10_000)),
            new LatencyPart(1_000),
            new SubmissionPart(100_000, 8_000),
            new BacklogPart(1_000_000),
            new CommandLinePart(20),
            new StreamsPart(200_000, 20));
    List<String> chosen = List.of(args);
    List<Figure> all = new ArrayList<>();
    for (Part part : parts) {
      if (chosen.isEmpty() || chosen.contains(part.name())) {
        for (Figure figure : part.measure(rounds)) {
          System.out.println(figure.line());
          all.add(figure);
        }
      }
    }
  }
}
