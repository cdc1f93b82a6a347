package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.Node;
import java.util.function.Consumer;

/** Waits for the end of a job, over restarts of the master. */
final class Waiting {
  private static final long ROUND_MILLIS = 30_000;
  private static final long OUTAGE_MILLIS = 60_000;
  private static final long PAUSE_MILLIS = 500;

  private final MasterApi api;
  private final long deadlineNanos;

  /**
   * @param limitMillis how long to wait; 0 for ever
   */
  Waiting(MasterApi api, long limitMillis) {
    this.api = api;
    this.deadlineNanos =
        limitMillis == 0 ? Long.MAX_VALUE : System.nanoTime() / 1_000_000 + limitMillis;
  }

  /**
   * The job when it has ended.
   *
   * @param each is told of the job as it stands, now and then
   * @param roundMillis how often {@code each} is told at least
   */
  Node await(String job, long roundMillis, Consumer<Node> each) {
    long outage = 0;
    while (true) {
      long left = deadlineNanos - System.nanoTime() / 1_000_000;
      if (left <= 0) {
        throw new Failure(
            ExitCode.TIMEOUT,
            "WAIT.timeout",
            job + " has not ended yet",
            "the time to wait is over",
            "packtrain explain " + job);
      }
      long wait = Math.min(Math.min(left, ROUND_MILLIS), Math.max(1, roundMillis));
      try {
        Node found =
            api.get(MasterApi.path("/v1/jobs/%s:wait", job) + MasterApi.query("waitMillis", wait));
        outage = 0;
        each.accept(found);
        if (JobTable.hasEnded(found)) {
          return found;
        }
      } catch (Failure e) {
        outage += PAUSE_MILLIS;
        if (e.exit() != ExitCode.UNREACHABLE || outage > OUTAGE_MILLIS) {
          throw e;
        }
        sleep(PAUSE_MILLIS);
      }
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.INTERRUPTED, "INTERRUPTED", "interrupted", "", "");
    }
  }

  /** What waiting for a job ends with. */
  static ExitCode exitOf(Node job) {
    return switch (job.text("state")) {
      case "JOB_COMPLETED" -> ExitCode.OK;
      case "JOB_CANCELLED" -> ExitCode.CANCELLED;
      default -> ExitCode.FAILED;
    };
  }
}
