package io.github.packtrain.bench.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * Hostile tasks from the command line: {@code ./dev bench hostile [--tasks N] [--flood BYTES]
 * [--out DIRECTORY]}.
 */
public final class HostileBench {
  private static final double NEIGHBOUR_COST_MAX = 0.10;
  private static final long SLOWEST_MAX_MILLIS = 2_000;

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
    System.out.printf(
        Locale.ROOT,
        "%d hostile tasks in %.0f s: %d processes left, the slowest gone %d ms after its grace,%n"
            + "  neighbour's processor time %.2f s alone, %.2f s among them: %+.1f %%%n",
        report.tasks(),
        report.seconds(),
        report.left(),
        report.worstMillis(),
        report.aloneTicks() / 100,
        report.amongTicks() / 100,
        100 * report.neighbourCost());
    System.out.println("  milliseconds after limit and grace: " + report.slowestMillis());
    report.faults().forEach(fault -> System.out.println("  " + fault));
    Files.createDirectories(out);
    Files.writeString(out.resolve("hostile.json"), json(report, flood));
    boolean reached =
        report.faults().isEmpty()
            && report.neighbourCost() <= NEIGHBOUR_COST_MAX
            && report.worstMillis() <= SLOWEST_MAX_MILLIS;
    System.exit(reached ? 0 : 1);
  }

  private static String json(HostileRun.Report report, long flood) {
    return String.format(
        Locale.ROOT,
        """
        {
          "command": "./dev bench hostile --tasks %d --flood %d",
          "cores": %d,
          "java": "%s",
          "tasks": %d,
          "processes_left": %d,
          "slowest_gone_after_grace_millis": %d,
          "neighbour_cpu_seconds_alone": %.2f,
          "neighbour_cpu_seconds_among": %.2f,
          "neighbour_cost": %.3f,
          "seconds": %.1f,
          "faults": %d
        }
        """,
        report.tasks(),
        flood,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        report.tasks(),
        report.left(),
        report.worstMillis(),
        report.aloneTicks() / 100,
        report.amongTicks() / 100,
        report.neighbourCost(),
        report.seconds(),
        report.faults().size());
  }
}
