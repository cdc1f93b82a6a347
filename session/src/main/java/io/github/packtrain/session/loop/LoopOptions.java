package io.github.packtrain.session.loop;

import io.github.packtrain.core.CoreLimits;
import io.github.packtrain.core.plan.place.StealingRule;

/**
 * How the master's loop watches its workers.
 *
 * @param epoch of this master; higher than that of any master before
 * @param heartbeatMillis how often workers speak
 * @param leaseMillis how long a worker may keep tasks that must not outlive the master, counted
 *     from its last answered heartbeat
 * @param lostAfterMillis silence after which a worker is lost; more than {@code leaseMillis}, so
 *     that its tasks are surely ended when they start elsewhere
 * @param tickMillis how often {@link Input.Tick} comes
 * @param stealing when idle workers take from others, unless a placement is set that says otherwise
 */
public record LoopOptions(
    long epoch,
    long heartbeatMillis,
    long leaseMillis,
    long lostAfterMillis,
    long tickMillis,
    CoreLimits limits,
    StealingRule stealing) {
  public LoopOptions {
    if (lostAfterMillis <= leaseMillis || leaseMillis <= heartbeatMillis || tickMillis < 1) {
      throw new IllegalArgumentException(
          "heartbeat "
              + heartbeatMillis
              + " < lease "
              + leaseMillis
              + " < lost after "
              + lostAfterMillis
              + " must hold");
    }
  }

  private static final long MARGIN_MIN_MILLIS = 500;

  /** Heartbeats of 10 s; lost after 30 s; the lease ends a tenth earlier. */
  public static LoopOptions standard(long epoch) {
    return of(epoch, 10_000, 30_000);
  }

  /**
   * The lease ends a tenth of {@code lostAfterMillis} earlier, and at least half a second (but not
   * more than a third): the margin for clocks that run at different speeds, and for the time that
   * it takes on a busy machine to end a task.
   */
  public static LoopOptions of(long epoch, long heartbeatMillis, long lostAfterMillis) {
    long least = Math.min(MARGIN_MIN_MILLIS, lostAfterMillis / 3);
    long margin = Math.max(lostAfterMillis / 10, least);
    long tick = Math.clamp(heartbeatMillis / 4, 10, 1_000);
    return new LoopOptions(
        epoch,
        heartbeatMillis,
        lostAfterMillis - margin,
        lostAfterMillis,
        tick,
        CoreLimits.DEFAULT,
        StealingRule.USUAL);
  }

  public LoopOptions withStealing(StealingRule newStealing) {
    return new LoopOptions(
        epoch, heartbeatMillis, leaseMillis, lostAfterMillis, tickMillis, limits, newStealing);
  }
}
