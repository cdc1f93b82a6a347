package io.github.packtrain.core;

/** A task between its first attempt and its end. */
final class TaskRecord {
  final int index;

  /** Number of the last attempt. */
  int attempts;

  /** Attempts that failed by the task's own fault. */
  int failures;

  /** Attempts that were lost with their worker. */
  int losses;

  /** Time for which its attempts so far held what they asked for. */
  long servedMillis;

  /** How much of their work was kept. */
  long keptMillis;

  TaskStatus status = new TaskStatus.Waiting();

  TaskRecord(int index, int attempts) {
    this.index = index;
    this.attempts = attempts;
  }
}
