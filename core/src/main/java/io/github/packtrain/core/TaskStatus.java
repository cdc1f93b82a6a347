package io.github.packtrain.core;

/** Where a task with a record is; each state carries what belongs to it. */
sealed interface TaskStatus {
  record Waiting() implements TaskStatus {}

  record BackingOff(long untilMillis) implements TaskStatus {}

  record Active(AttemptRecord attempt) implements TaskStatus {}
}
