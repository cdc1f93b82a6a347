package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;

/** An entry of the {@link GuardJournal}. */
sealed interface GuardEntry {
  /** All that there is to know of an attempt; its pid is 0 when it is about to start. */
  record Running(AttemptRecord attempt) implements GuardEntry {}

  /** The process of an attempt that was about to start. */
  record Started(AttemptId attempt, int pid, long startTicks, long startTicksMax)
      implements GuardEntry {}

  record Over(EndedAttempt attempt) implements GuardEntry {}

  /** The worker has its end. */
  record Forgotten(AttemptId attempt) implements GuardEntry {}

  /** The worker has renewed its lease. */
  record Lease(String bootId, long untilBootMillis) implements GuardEntry {}
}
