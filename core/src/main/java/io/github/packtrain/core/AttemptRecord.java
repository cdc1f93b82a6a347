package io.github.packtrain.core;

import io.github.packtrain.core.learn.Estimate;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Outcome;
import org.jspecify.annotations.Nullable;

/** An attempt on a worker: the status of its task while that is active. */
final class AttemptRecord implements TaskStatus {
  final AttemptId id;
  final JobRecord job;
  final WorkerRecord worker;
  final long placedAtMillis;

  /** What it holds; {@link Allocation#NOTHING} while it waits behind another. */
  Allocation allocation;

  /** The attempt whose place it takes when that one ends, or null when it holds its own. */
  @Nullable AttemptId behind;

  /** The attempt that takes its place, or null. */
  @Nullable AttemptId follower;

  /** How many are ahead of it in its local queue. */
  int depth;

  /** Whether it held up its queue: nothing more is put behind it. */
  boolean closed;

  /** Where its gang meets, of rank 0; else 0. */
  int port;

  /** 0 until it started. */
  long startedAtMillis;

  /** What was expected of it when it started ({@link Estimate#packed}); 0 until then. */
  long expected;

  /** The outcome that its end will have, or null unless it was asked to stop. */
  @Nullable Outcome stopReason;

  /** Place in its worker's {@link AttemptSet}. */
  int place;

  /** Neighbours in its class's {@link Tails}. */
  @Nullable AttemptRecord tailBefore;

  @Nullable AttemptRecord tailAfter;
  boolean inTails;

  /** Whether the state lists it among those that wait in local queues. */
  boolean inQueued;

  AttemptRecord(
      AttemptId id,
      JobRecord job,
      WorkerRecord worker,
      Allocation allocation,
      @Nullable AttemptId behind,
      long placedAtMillis) {
    this.id = id;
    this.job = job;
    this.worker = worker;
    this.allocation = allocation;
    this.behind = behind;
    this.placedAtMillis = placedAtMillis;
  }

  /** Whether another may wait behind it. */
  boolean isTail() {
    return follower == null && stopReason == null && !closed && depth < LocalQueues.DEPTH_MAX;
  }

  /** Whether it waits behind another and was not asked to stop. */
  boolean waitsInQueue() {
    return behind != null && stopReason == null;
  }
}
