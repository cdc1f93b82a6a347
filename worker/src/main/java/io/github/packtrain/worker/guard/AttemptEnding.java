package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.ExitStatus;

/** Why an attempt is over. */
public sealed interface AttemptEnding {

  /** Its main process ended without our doing: an exit code, or a signal that we did not send. */
  record Finished(ExitStatus status) implements AttemptEnding {}

  /** The kernel ended its main process for want of memory. */
  record OutOfMemory() implements AttemptEnding {}

  /**
   * It ran longer than its limit and was ended.
   *
   * @param status how the main process took it; some exit with a code of their own on TERM
   */
  record TimeLimit(long limitMillis, ExitStatus status) implements AttemptEnding {}

  /**
   * The worker asked for its end.
   *
   * @param reason as the worker gave it
   */
  record Stopped(String reason, ExitStatus status) implements AttemptEnding {}

  /** The worker stopped renewing its lease, and the attempt's policy was to be ended then. */
  record LeaseLapsed(ExitStatus status) implements AttemptEnding {}

  /**
   * It never ran.
   *
   * @param code stable, such as {@code COMMAND_NOT_FOUND} or {@code LEASE_LAPSED}
   * @param message what happened, with the values
   * @param hint what to do
   */
  record NotStarted(String code, String message, String hint) implements AttemptEnding {}

  /**
   * It is over but its exit code is unknown, because the guard that could have taken it died.
   *
   * @param message what is known
   */
  record LostGuard(String message) implements AttemptEnding {}
}
