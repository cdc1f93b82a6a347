package io.github.packtrain.worker;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.worker.guard.AttemptEnding;
import io.github.packtrain.worker.guard.EndedAttempt;
import io.github.packtrain.worker.process.ExitStatus;
import java.util.Map;

/** What an ended command means: exit code, signal, memory and limits told apart. */
final class Results {
  private Results() {}

  /**
   * A result before the task's own report is looked at: for {@code SUCCEEDED} that decides further.
   */
  static AttemptResult of(EndedAttempt ended, String outputTail) {
    long run = ended.runMillis();
    return switch (ended.ending()) {
      case AttemptEnding.Finished(ExitStatus status) -> finished(status, ended, outputTail);
      case AttemptEnding.OutOfMemory _ ->
          result(
              Outcome.OUT_OF_MEMORY,
              0,
              9,
              "ended by the kernel for want of memory" + tail(outputTail),
              run);
      case AttemptEnding.TimeLimit(long limit, ExitStatus _) ->
          result(
              Outcome.TIMED_OUT,
              0,
              0,
              "ran longer than its limit of " + limit / 1000.0 + " s",
              run);
      case AttemptEnding.Stopped(String reason, ExitStatus _) ->
          result(Outcome.valueOf(reason), 0, 0, "stopped: " + reason, run);
      case AttemptEnding.LeaseLapsed _ ->
          result(Outcome.LOST, 0, 0, "ended because the worker had no lease any more", run);
      case AttemptEnding.NotStarted(String code, String message, String hint) ->
          code.equals("LEASE_LAPSED")
              ? result(Outcome.LOST, 0, 0, message, 0)
              : result(Outcome.NOT_STARTED, 0, 0, code + ": " + message + "; " + hint, 0);
      case AttemptEnding.LostGuard(String message) -> result(Outcome.LOST, 0, 0, message, run);
    };
  }

  private static AttemptResult finished(ExitStatus status, EndedAttempt ended, String outputTail) {
    long run = ended.runMillis();
    return switch (status) {
      case ExitStatus.Exited(int code) when code == 0 -> result(Outcome.SUCCEEDED, 0, 0, "", run);
      case ExitStatus.Exited(int code) -> {
        String memory =
            ended.oomKills() > 0
                ? " (the kernel ended "
                    + ended.oomKills()
                    + " processes for want of memory meanwhile)"
                : "";
        yield result(Outcome.FAILED, code, 0, "exit code " + code + memory + tail(outputTail), run);
      }
      case ExitStatus.Signalled(int signal) ->
          result(Outcome.SIGNALLED, 0, signal, "ended by signal " + signal + tail(outputTail), run);
      case ExitStatus.Unknown _ ->
          result(Outcome.LOST, 0, 0, "it ended while nobody was there to take its exit code", run);
    };
  }

  private static String tail(String output) {
    return output.isBlank() ? "" : "\n" + output.strip();
  }

  private static AttemptResult result(
      Outcome outcome, int code, int signal, String message, long runMillis) {
    return new AttemptResult(outcome, code, signal, message, Map.of(), runMillis);
  }
}
