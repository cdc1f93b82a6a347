package io.github.packtrain.core;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Outcome;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that wait on a worker behind a running one of their class, so that short tasks follow
 * each other without a round trip. They hold nothing; who ends hands its allocation to the one
 * behind it.
 *
 * <pre>
 *   J1/4.1 (holds)  ←  J1/5.1  ←  J1/6.1 (tail: the next one may join here)
 * </pre>
 */
final class LocalQueues {
  /** How many may wait behind one that runs. */
  static final int DEPTH_MAX = 8;

  /**
   * Tasks of at most this average run time may queue: then a round trip is a notable part of them.
   */
  static final long SHORT_TASK_MILLIS = 250;

  /** Who waits longer than this behind another is taken back: the one ahead may hang for hours. */
  static final long PATIENCE_MILLIS = 5_000;

  /** An attempt that waits behind another, with the time since when. */
  record Queued(long sinceMillis, AttemptId attempt) {
    static final Comparator<Queued> LONGEST_FIRST =
        Comparator.comparingLong(Queued::sinceMillis).thenComparing(Queued::attempt);
  }

  private final CoreState state;

  LocalQueues(CoreState state) {
    this.state = state;
  }

  /** The attempt is active now; it takes its place behind the one it names, if any. */
  void join(AttemptRecord attempt) {
    AttemptRecord ahead = attempt.behind == null ? null : state.attempt(attempt.behind);
    if (ahead != null) {
      ahead.follower = attempt.id;
      index(ahead);
    }
    // From a snapshot they come in order of their ids, so those behind may be there already.
    moveUp(attempt, ahead == null ? 0 : ahead.depth + 1);
  }

  /** The attempt leaves its queue; answers who takes its place, or null. */
  @Nullable AttemptRecord leave(AttemptRecord attempt) {
    forget(attempt);
    AttemptRecord heir = attempt.follower == null ? null : state.activeAttempt(attempt.follower);
    if (heir != null) {
      heir.behind = attempt.behind;
      moveUp(heir, attempt.depth);
    }
    if (attempt.behind != null) {
      AttemptRecord ahead = state.activeAttempt(attempt.behind);
      ahead.follower = attempt.follower;
      index(ahead);
    }
    return heir;
  }

  /** The attempt was asked to stop: nobody joins it, and nobody waits for its patience to end. */
  void stop(AttemptRecord attempt, Outcome reason) {
    attempt.stopReason = reason;
    index(attempt);
    if (reason == Outcome.EVICTED && attempt.behind != null) {
      close(attempt);
    }
  }

  /**
   * Whoever held up the queue gets no more followers. Only a hint: a state restored from a snapshot
   * does not know it and finds out anew.
   */
  private void close(AttemptRecord waited) {
    AttemptRecord at = waited;
    while (at.behind != null) {
      at = state.activeAttempt(at.behind);
      at.closed = true;
      index(at);
    }
  }

  private void moveUp(AttemptRecord from, int depth) {
    AttemptRecord at = from;
    int place = depth;
    while (at != null) {
      at.depth = place++;
      index(at);
      at = at.follower == null ? null : state.attempt(at.follower);
    }
  }

  /** To be called after anything changed that decides whether one may join it or take it back. */
  private void index(AttemptRecord attempt) {
    if (attempt.isTail()) {
      attempt.job.taskClass.tails.add(attempt);
    } else {
      attempt.job.taskClass.tails.remove(attempt);
    }
    setQueued(attempt, attempt.waitsInQueue());
  }

  private void forget(AttemptRecord attempt) {
    attempt.job.taskClass.tails.remove(attempt);
    setQueued(attempt, false);
  }

  private void setQueued(AttemptRecord attempt, boolean waits) {
    if (waits && !attempt.inQueued) {
      state.queued.add(queued(attempt));
    } else if (!waits && attempt.inQueued) {
      state.queued.remove(queued(attempt));
    }
    attempt.inQueued = waits;
  }

  private static Queued queued(AttemptRecord attempt) {
    return new Queued(attempt.placedAtMillis, attempt.id);
  }
}
