package io.github.packtrain.model.policy;

/** Where a task may go at all. Whether it fits is checked before, and again after. */
public interface WorkerFilter extends UserPolicy {
  /** Whether such a task may be started on this worker as it is now. */
  boolean allows(TaskToPlace task, WorkerNow worker);
}
