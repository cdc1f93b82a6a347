package io.github.packtrain.core.learn;

import java.util.List;

/**
 * How a worker has done at one thing: a kind of task, a model family, a shared data set.
 *
 * <p>Averages move by a tenth with each observation, faster while there are less than ten; the
 * first one is the average, so that nothing is pulled towards 0. Only success teaches speed: who
 * fails at once is not fast. Failure weighs less as time goes by.
 *
 * @param successes attempts that succeeded
 * @param timed how many of the successes taught speed: those of kinds that were known well enough
 *     for a prediction to compare with
 * @param failures attempts that failed, were killed or were lost with the worker
 * @param reliabilityPpm moving average of success, in millionths, as of the last end
 * @param slowness moving average of how much longer successful attempts ran than predicted for a
 *     usual worker, in {@link LogTime} steps; negative is fast
 * @param unsteadiness moving average of how far single attempts were from {@code slowness}
 * @param penaltyMilli failures, each a thousand when new, fading, as of the last end
 * @param lastSuccessMillis 0 for never
 * @param lastEndMillis 0 for never
 */
public record Standing(
    long successes,
    long timed,
    long failures,
    int reliabilityPpm,
    int slowness,
    int unsteadiness,
    int penaltyMilli,
    long lastSuccessMillis,
    long lastEndMillis) {
  /** Of a worker that never did it. */
  public static final Standing NONE = new Standing(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** In which half of what a failure counts against a worker is forgiven. */
  public static final long FAILURE_HALF_LIFE_MILLIS = 600_000;

  private static final int SURE = 1_000_000;
  private static final int SLOWEST_RATE = 10;

  /** How many attempts it rests on. */
  public long observations() {
    return successes + failures;
  }

  /** An attempt succeeded in a time that says nothing of speed. */
  Standing succeeded(long atMillis) {
    return succeeded(timed, slowness, unsteadiness, atMillis);
  }

  /** An attempt succeeded, {@code residual} above what was predicted for a usual worker. */
  Standing succeeded(int residual, long atMillis) {
    int off = Math.abs(residual - slowness);
    return succeeded(
        timed + 1,
        moved(slowness, residual, timed),
        timed == 0 ? 0 : moved(unsteadiness, off, timed - 1),
        atMillis);
  }

  private Standing succeeded(long newTimed, int newSlowness, int newUnsteadiness, long atMillis) {
    return new Standing(
        successes + 1,
        newTimed,
        failures,
        moved(reliabilityPpm, SURE, observations()),
        newSlowness,
        newUnsteadiness,
        penaltyMilli(atMillis),
        Math.max(lastSuccessMillis, atMillis),
        Math.max(lastEndMillis, atMillis));
  }

  /** An attempt did not succeed, by whosever fault. */
  Standing failed(long atMillis) {
    return new Standing(
        successes,
        timed,
        failures + 1,
        moved(reliabilityPpm, 0, observations()),
        slowness,
        unsteadiness,
        Math.min(penaltyMilli(atMillis) + 1_000, 1_000_000),
        lastSuccessMillis,
        Math.max(lastEndMillis, atMillis));
  }

  static int moved(int average, int value, long before) {
    return average + (int) ((value - average) / Math.min(before + 1, SLOWEST_RATE));
  }

  /** Share of success to be expected, in millionths: what it lacks fades with time. */
  public int reliabilityPpm(long nowMillis) {
    if (observations() == 0) {
      return SURE;
    }
    return SURE
        - Fading.after(SURE - reliabilityPpm, nowMillis - lastEndMillis, FAILURE_HALF_LIFE_MILLIS);
  }

  /** Failures of late, each a thousand when new. */
  public int penaltyMilli(long nowMillis) {
    return Fading.after(penaltyMilli, nowMillis - lastEndMillis, FAILURE_HALF_LIFE_MILLIS);
  }

  void write(List<Long> numbers) {
    numbers.addAll(
        List.of(
            successes,
            timed,
            failures,
            (long) reliabilityPpm,
            (long) slowness,
            (long) unsteadiness,
            (long) penaltyMilli,
            lastSuccessMillis,
            lastEndMillis));
  }

  static Standing read(List<Long> numbers) {
    return new Standing(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        Math.toIntExact(numbers.get(3)),
        Math.toIntExact(numbers.get(4)),
        Math.toIntExact(numbers.get(5)),
        Math.toIntExact(numbers.get(6)),
        numbers.get(7),
        numbers.get(8));
  }
}
