package io.github.packtrain.master.limit;

import java.util.function.LongSupplier;

/**
 * So much in a second, in the long run. It holds what comes in within two seconds; whoever finds a
 * whole token in it may take as many as are needed and leave a debt, so that what is larger than
 * the bucket gets through as well and is paid for afterwards. Thread-safe.
 */
final class TokenBucket {
  private static final int BURST_SECONDS = 2;
  private static final double NANOS = 1e9;
  private static final double ROUNDING = 1e-6;

  private final LongSupplier clockNanos;
  private final double perSecond;
  private double tokens;
  private long filledNanos;

  /** Full. */
  TokenBucket(int perSecond, LongSupplier clockNanos) {
    this.clockNanos = clockNanos;
    this.perSecond = perSecond;
    this.tokens = (double) perSecond * BURST_SECONDS;
    this.filledNanos = clockNanos.getAsLong();
  }

  /**
   * Takes from the bucket.
   *
   * @return 0, or in how many milliseconds to try again: nothing is taken then
   */
  synchronized long take(long cost) {
    long now = clockNanos.getAsLong();
    double gained = (now - filledNanos) / NANOS * perSecond;
    tokens = Math.min(perSecond * BURST_SECONDS, tokens + gained);
    filledNanos = now;
    if (tokens >= 1 - ROUNDING) {
      tokens -= cost;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * 1_000));
  }
}
