package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.util.List;

/** What worker and guard say to each other; {@link GuardWire} puts it into bytes. */
sealed interface GuardMessage {

  /** From the worker. */
  sealed interface Order extends GuardMessage {}

  /** From the guard. */
  sealed interface Notice extends GuardMessage {}

  /**
   * The first word of a worker. Both sides close when the versions differ.
   *
   * @param leaseUntilBootMillis on {@code Clocks.bootMillis}, or {@link #LEASE_UNKNOWN} by a worker
   *     that has not been given one: then what an earlier one had goes on to count down
   */
  record Hello(int version, long leaseUntilBootMillis) implements Order {
    static final long LEASE_UNKNOWN = Long.MIN_VALUE;
  }

  /** Starts an attempt; one that is known already is told of again instead. */
  record Start(StartAttempt attempt) implements Order {}

  /**
   * Ends an attempt.
   *
   * @param graceMillis between TERM and KILL, or -1 for the attempt's own
   */
  record Stop(AttemptId attempt, String reason, long graceMillis) implements Order {}

  /**
   * The end of the lease is a moment, not a span, so that a message that lay about renews nothing.
   */
  record RenewLease(long untilBootMillis) implements Order {}

  /** The worker has the attempt's end; the guard forgets it. */
  record Acknowledge(AttemptId attempt) implements Order {}

  /** Ends all attempts, then the guard. */
  record Shutdown(String reason) implements Order {}

  /** The answer to {@link Hello}, with all that is known. */
  record Welcome(
      int version,
      int guardPid,
      String mechanism,
      String taskUser,
      List<RunningAttempt> running,
      List<EndedAttempt> ended)
      implements Notice {
    public Welcome {
      running = List.copyOf(running);
      ended = List.copyOf(ended);
    }
  }

  record Started(RunningAttempt attempt) implements Notice {}

  record Ended(EndedAttempt attempt) implements Notice {}

  /** The last word to a worker whose place a newer one has taken. */
  record Replaced() implements Notice {}
}
