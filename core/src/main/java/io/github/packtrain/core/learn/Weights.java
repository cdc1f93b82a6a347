package io.github.packtrain.core.learn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a score that adjust themselves: a factor that was high where things went well gains,
 * as one that was low where they went badly (multiplicative weights, Littlestone and Warmuth 1994).
 *
 * <p>Each stays between a quarter and four times what it began with, and their sum stays what it
 * was, so that they move against each other only. Nothing is learned while it is switched off.
 */
final class Weights {
  /** Weights are thousandths. */
  static final int ONE = 1_000;

  /** Share that one outcome moves a weight at most. */
  private static final int RATE_DIVISOR = 50;

  private static final int RANGE = 4;

  /** In parts of a thousandth, so that small steps add up. */
  private static final long FINE = 1_000;

  private final long[] initial;
  private final long[] current;
  private final boolean adjusting;

  /**
   * Weights as they begin.
   *
   * @param initialMilli in thousandths, none below 0
   * @param adjusting whether they move at all
   */
  Weights(List<Integer> initialMilli, boolean adjusting) {
    this.initial = initialMilli.stream().mapToLong(milli -> milli * FINE).toArray();
    this.current = initial.clone();
    this.adjusting = adjusting;
    for (int weight : initialMilli) {
      if (weight < 0) {
        throw new IllegalArgumentException("a weight is at least 0, not " + weight);
      }
    }
  }

  /** In thousandths, in the order in which they came. */
  List<Integer> milli() {
    return Arrays.stream(current).mapToObj(weight -> (int) (weight / FINE)).toList();
  }

  /**
   * An outcome of a placement.
   *
   * @param advantageMilli by factor, how much higher it was on the chosen worker than on the others
   *     that could have been chosen, −1000 to 1000
   * @param expectedMillis predicted on a usual worker
   * @param runMillis how long it ran, or null when it failed
   */
  void learn(List<Integer> advantageMilli, long expectedMillis, @Nullable Long runMillis) {
    if (!adjusting) {
      return;
    }
    int gained = runMillis == null ? 0 : LogTime.of(expectedMillis) - LogTime.of(runMillis);
    long reward =
        runMillis == null ? -ONE : Math.clamp((long) gained * ONE / LogTime.OCTAVE, -ONE, ONE);
    for (int i = 0; i < current.length; i++) {
      long gain = reward * Math.clamp(advantageMilli.get(i), -ONE, ONE) / ONE;
      current[i] += current[i] * gain / ONE / RATE_DIVISOR;
    }
    normalise();
  }

  /** Back to the sum it had, then into the bounds, which may leave the sum a little off. */
  private void normalise() {
    long wanted = 0;
    long sum = 0;
    for (int i = 0; i < current.length; i++) {
      wanted += initial[i];
      sum += current[i];
    }
    for (int i = 0; i < current.length && sum > 0; i++) {
      long scaled = (current[i] * wanted + sum / 2) / sum;
      current[i] = Math.max(initial[i] / RANGE, Math.min(scaled, initial[i] * RANGE));
    }
  }
}
