package io.github.packtrain.core.order;

/**
 * Decides who of a queue goes first. Implementations are immutable and answer the same for the same
 * question.
 */
public interface Order {
  /** As {@link Orders} knows it. */
  String name();

  /**
   * The place of a job among those of its queue: the smaller goes first, equal ones in order of
   * arrival. Asked when the job comes in and whenever it got something, not while it waits.
   *
   * @param seen how long tasks of this queue took so far
   */
  long key(Standing job, Experience seen);

  /** Whether higher priorities go first, and the key counts among equal ones only. */
  default boolean byPriority() {
    return true;
  }

  /** Whether running tasks that allow it may be taken back when somebody else should go first. */
  default boolean repack() {
    return false;
  }

  /**
   * Whether, among equal keys, those that were just taken back go first, and those that fell to a
   * later key go last; otherwise all go in order of arrival.
   */
  default boolean keepsTurns() {
    return false;
  }

  /**
   * Whether owners get shares of the queue: then whoever holds least goes first, and key and
   * priority count among the jobs of one owner.
   */
  default boolean isShared() {
    return false;
  }

  /** The owner's weight where {@link #isShared}; at least 1. */
  default int weightOf(String owner) {
    return 1;
  }

  /** Whether its keys come from outside, as events, and not from {@link #key}. */
  default boolean isRanked() {
    return false;
  }

  /** Whether it wants to know how long tasks took. */
  default boolean learns() {
    return false;
  }

  /**
   * How much longer each task of the job may run before its key changes, or {@link Long#MAX_VALUE}.
   */
  default long reviewAfterMillis(Standing job) {
    return Long.MAX_VALUE;
  }
}
