package io.github.packtrain.bench.hostile;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.bench.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * Hostile tasks from the command line: {@code ./dev bench hostile [--tasks N] [--flood BYTES]
 * [--out DIRECTORY]}.
 */
public final class HostileBench {
  private static final double NEIGHBOUR_COST_MAX = 0.10;
  private static final long SLOWEST_MAX_MILLIS = 2_000;
  private static final double TICKS = 100;

  private HostileBench() {}

  /** Ends with status 1 when something should not be. */
  public static void main(String[] args)
      throws IOException, InterruptedException, TimeoutException {
    int tasks = 1_000;
    long flood = 10L << 30;
    Path out = Path.of("bench", "results");
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--tasks" -> tasks = Integer.parseInt(args[i + 1]);
        case "--flood" -> flood = Long.parseLong(args[i + 1]);
        case "--out" -> out = Path.of(args[i + 1]);
        default -> {
          System.err.println(
              "error: unknown flag "
                  + args[i]
                  + "\n  the flags are --tasks, --flood and --out"
                  + "\n  hint: ./dev bench hostile --tasks 100\n  code: USAGE.bench");
          System.exit(2);
        }
      }
    }
    Path directory = Files.createTempDirectory("packtrain-hostile-");
    HostileRun.Report report = new HostileRun(directory, tasks, flood).run();
    report.faults().forEach(fault -> System.out.println("  " + fault));
    List<Figure> figures = figures(report);
    figures.forEach(figure -> System.out.println(figure.line()));
    Results.write(
        out.resolve("hostile.json"),
        "./dev bench hostile --tasks " + tasks + " --flood " + flood,
        figures.stream().map(Results::entry).toList());
    System.exit(figures.stream().allMatch(Figure::reached) ? 0 : 1);
  }

  private static List<Figure> figures(HostileRun.Report report) {
    List<Figure> figures = new ArrayList<>();
    figures.add(beside("tasks", "hostile tasks that ended", "tasks", report.tasks()));
    figures.add(beside("seconds", "how long they took together", "s", report.seconds()));
    figures.add(atMost("left", "processes left 2 s after all had ended", "", report.left(), 0));
    figures.add(
        atMost(
            "faults",
            "ends recorded for what they were not, files and processes left",
            "",
            report.faults().size(),
            0));
    figures.add(
        atMost(
            "gone",
            "the slowest gone and recorded after its grace",
            "ms",
            report.worstMillis(),
            SLOWEST_MAX_MILLIS));
    report
        .slowestMillis()
        .forEach(
            (misdeed, millis) -> {
              if (misdeed.timeLimitMillis() > 0) {
                String name = misdeed.name().toLowerCase(Locale.ROOT).replace('_', '-');
                figures.add(beside("gone." + name, "the slowest of this kind", "ms", millis));
              }
            });
    figures.add(
        beside(
            "neighbour.alone",
            "processor time of a fixed work without them",
            "s",
            report.aloneTicks() / TICKS));
    figures.add(
        beside(
            "neighbour.among", "the same among hostile tasks", "s", report.amongTicks() / TICKS));
    figures.add(
        atMost(
            "neighbour.cost",
            "how much more that is",
            "ratio",
            report.neighbourCost(),
            NEIGHBOUR_COST_MAX));
    return figures;
  }

  private static Figure beside(String name, String what, String unit, double value) {
    return Figure.beside("hostile." + name, what, unit, List.of(value));
  }

  private static Figure atMost(String name, String what, String unit, double value, double target) {
    return Figure.atMost("hostile." + name, what, unit, List.of(value), target);
  }
}
