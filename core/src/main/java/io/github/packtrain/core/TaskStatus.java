package io.github.packtrain.core;

/**
 * Where a task with a record is; each state carries what belongs to it. An active task's state is
 * its attempt: whoever looks a report up follows one reference less.
 */
sealed interface TaskStatus permits TaskStatus.Waiting, TaskStatus.BackingOff, AttemptRecord {
  record Waiting() implements TaskStatus {}

  record BackingOff(long untilMillis) implements TaskStatus {}
}
