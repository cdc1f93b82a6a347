package io.github.packtrain.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/** Kill runs from the command line: {@code ./dev bench kill [--seed N] [--runs N]}. */
public final class KillBench {
  private KillBench() {}

  /** Ends with status 1 when a law was broken. */
  public static void main(String[] args)
      throws IOException, InterruptedException, TimeoutException {
    long seed = 1;
    int runs = 4;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--seed" -> {
          seed = Long.parseLong(args[i + 1]);
          runs = 1;
        }
        case "--runs" -> runs = Integer.parseInt(args[i + 1]);
        default -> {
          System.err.println(
              "error: unknown flag " + args[i] + "\n  hint: --seed N or --runs N\n  code: USAGE");
          System.exit(2);
        }
      }
    }
    boolean broken = false;
    for (long one = seed; one < seed + runs; one++) {
      Path directory = Files.createTempDirectory("packtrain-kill-" + one + "-");
      KillRun.Report report = new KillRun(one, modeOf(one), directory).run();
      System.out.println(report);
      report.violations().forEach(violation -> System.out.println("  " + violation));
      broken |= !report.violations().isEmpty();
    }
    System.exit(broken ? 1 : 0);
  }

  /** Seeds go round the modes. */
  static KillMode modeOf(long seed) {
    return KillMode.values()[(int) Math.floorMod(seed, (long) KillMode.values().length)];
  }
}
