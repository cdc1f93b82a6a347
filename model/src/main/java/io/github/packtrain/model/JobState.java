package io.github.packtrain.model;

/** Where a job is in its life, as shown to people. */
public enum JobState {
  /** No task has started yet. */
  PENDING,
  RUNNING,
  /** Every task completed. */
  COMPLETED,
  /** Every task ended, at least one failed or timed out. */
  FAILED,
  /** Cancelled, and every task ended. */
  CANCELLED;

  public boolean isEnd() {
    return ordinal() >= COMPLETED.ordinal();
  }
}
