package io.github.packtrain.core.learn;

/**
 * A prediction as the core keeps it while the attempt runs, in {@link LogTime} steps.
 *
 * @param anywhere median on a worker of usual speed
 * @param p50 median on this worker
 * @param p90 ninth decile on this worker
 */
public record Estimate(Rung rung, long observations, int anywhere, int p50, int p90) {
  private static final int BITS = 15;
  private static final long MASK = (1L << BITS) - 1;

  /** In milliseconds. */
  public Prediction toPrediction() {
    return new Prediction(LogTime.toMillis(p50), LogTime.toMillis(p90), rung, observations);
  }

  /** As one number, which is never 0; the count of observations is left out. */
  public long packed() {
    long sum = rung.ordinal() + 1;
    sum = sum << BITS | bounded(anywhere);
    sum = sum << BITS | bounded(p50);
    return sum << BITS | bounded(p90);
  }

  /** The other side of {@link #packed}. */
  public static Estimate unpack(long packed) {
    return new Estimate(
        Rung.values()[(int) (packed >> (3 * BITS)) - 1],
        0,
        (int) (packed >> (2 * BITS) & MASK),
        (int) (packed >> BITS & MASK),
        (int) (packed & MASK));
  }

  private static long bounded(int log) {
    return Math.clamp(log, 0, LogTime.MAX);
  }
}
