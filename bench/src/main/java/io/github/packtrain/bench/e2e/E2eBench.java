package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.plan.PlanFigures;
import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.bench.report.Plot;
import io.github.packtrain.bench.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All figures of the whole system, each measured several times beside the physical limit of the
 * same minute. Everything goes over gRPC and into a journal on disk; master, workers and client
 * share the machine.
 */
public final class E2eBench {
  private static final int ROUNDS = 3;

  private E2eBench() {}

  /**
   * Measures the parts named, or all; writes {@code e2e.json} when all were measured or {@code
   * --out} is given.
   *
   * <pre>./dev bench e2e [--rounds N] [--out DIR] [PART ..]</pre>
   */
  public static void main(String[] args) throws Exception {
    int rounds = ROUNDS;
    Path out = null;
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--out" -> out = Path.of(args[++i]);
        default -> chosen.add(args[i]);
      }
    }
    List<Part> parts = parts();
    List<String> known = parts.stream().map(Part::name).toList();
    if (!known.containsAll(chosen)) {
      System.err.printf(
          """
          error: there is no such part: %s
            the parts are: %s
            hint: ./dev bench e2e [--rounds N] [--out DIR] [PART ..]
            code: USAGE.bench
          """,
          String.join(" ", chosen), String.join(", ", known));
      System.exit(2);
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Part part : parts) {
      if (chosen.isEmpty() || chosen.contains(part.name())) {
        for (Figure figure : part.measure(part.isLong() ? 1 : rounds)) {
          System.out.println(figure.line());
          entries.add(Results.entry(figure));
        }
      }
    }
    if (out == null && chosen.isEmpty()) {
      out = Path.of(System.getProperty("packtrain.home"), "bench", "results");
    }
    if (out != null) {
      String command =
          ("./dev bench e2e --rounds " + rounds + " " + String.join(" ", chosen)).strip();
      Results.write(out.resolve("e2e.json"), command, entries);
      if (chosen.isEmpty()) {
        plot(out);
      }
    }
  }

  /** How the cost of a cycle grows. */
  private static void plot(Path out) throws IOException {
    String millis = "ms a cycle, median";
    Plot.write(
        out.resolve("cycle-by-waiting.svg"),
        "A cycle, 1,000 workers x 8 GPUs, 100 releases, 200 classes",
        "tasks waiting",
        millis,
        List.of(new Plot.Line("cycle", PlanFigures.costByWaiting())));
    Plot.write(
        out.resolve("cycle-by-workers.svg"),
        "A cycle, 100,000 tasks waiting of 200 classes, 100 releases",
        "workers x 8 GPUs",
        millis,
        List.of(new Plot.Line("cycle", PlanFigures.costByWorkers())));
  }

  private static List<Part> parts() {
    return List.of(
        new LimitPart(),
        new NoopPart("noop.100k", 100_000, 30_000),
        new NoopPart("noop.1m", 1_000_000, 30_000),
        new ProcessPart(10_000),
        new LatencyPart(1_000),
        new SubmissionPart(100_000, 8_000),
        new BacklogPart(1_000_000),
        new PlanPart(),
        new JournalPart(),
        new FleetPart(10_000, 20_000, 20_000),
        new RestartPart("restart.100k", 100_000, 10_000, 3),
        new RestartPart("restart.1m", 1_000_000, 10_000, 15),
        new StreamsPart(20_000, 20),
        new CommandLinePart(20));
  }
}
