package io.github.packtrain.core.learn;

/**
 * How far run times stray from what their own key led to expect, as a variance in squared {@link
 * LogTime} steps. The average of all so far until {@code memory} of them, then a moving one.
 */
final class Spread {
  /** Spread of what nothing is known about: a factor of 2.8 either way. */
  static final long UNKNOWN = square(3 * LogTime.OCTAVE / 2);

  /** No key is believed to be tighter than this: 3 %. */
  static final long LEAST = square(LogTime.OCTAVE / 24);

  private final int memory;
  private long count;
  private long variance;

  Spread(int memory) {
    this.memory = memory;
  }

  static long square(long steps) {
    return steps * steps;
  }

  void add(long deviation) {
    count++;
    variance += (square(deviation) - variance) / Math.min(count, memory);
  }

  /** What is known of it together with {@code prior}, which counts as {@code weight} values. */
  long with(long prior, int weight) {
    long own = Math.min(count, memory);
    return Math.max(LEAST, (own * variance + weight * prior) / (own + weight));
  }

  long count() {
    return count;
  }

  long variance() {
    return variance;
  }

  void restore(long newCount, long newVariance) {
    count = newCount;
    variance = newVariance;
  }
}
