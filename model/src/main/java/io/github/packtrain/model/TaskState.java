package io.github.packtrain.model;

/** Where a task is in its life, as shown to people. */
public enum TaskState {
  /** Waits for resources, or for its back-off to end. */
  PENDING,
  /** Given to a worker, not yet started. */
  ASSIGNED,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED,
  TIMED_OUT;

  public boolean isEnd() {
    return ordinal() >= COMPLETED.ordinal();
  }
}
