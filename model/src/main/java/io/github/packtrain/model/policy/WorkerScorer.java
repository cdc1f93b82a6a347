package io.github.packtrain.model.policy;

/** Which of the workers that a task fits, and that are allowed, it goes to. */
public interface WorkerScorer extends UserPolicy {
  /** Higher is better; equal ones go to the worker that registered first. */
  long score(TaskToPlace task, WorkerNow worker);
}
