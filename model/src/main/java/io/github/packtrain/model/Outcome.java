package io.github.packtrain.model;

/** How an attempt ended. */
public enum Outcome {
  /** Exit code 0, or the handler returned, with the required result. */
  SUCCEEDED,
  /** Exit code other than 0, or the handler threw. Retried. */
  FAILED,
  /** Ended by a signal that we did not send. Retried. */
  SIGNALLED,
  /** Ended by the kernel for want of memory. Retried. */
  OUT_OF_MEMORY,
  /**
   * Could not be started: no such command, not executable, no such handler. Retried, since another
   * worker may have it.
   */
  NOT_STARTED,
  /**
   * Succeeded but its result is missing, not a number or not finite. Not retried: it would say the
   * same again.
   */
  BAD_RESULT,
  /** Ran longer than its limit. Not retried. */
  TIMED_OUT,
  /** Ended because its user asked for it. */
  CANCELLED,
  /** Ended so that the task can run elsewhere (drain). Retried, not counted. */
  EVICTED,
  /** Gone with its worker, or ended by the guard after the lease. Retried, counted as a loss. */
  LOST
}
