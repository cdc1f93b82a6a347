package io.github.packtrain.search;

/**
 * A stream of random numbers that is a pure function of (seed, index): suggestion n draws from
 * stream n, however often the process restarted before it.
 *
 * <p>SplitMix64 (Steele, Lea, Flood 2014), begun at a point that mixes seed and index. The same
 * numbers on every machine.
 */
final class RandomStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  RandomStream(long seed, long index) {
    // Mixed twice: streams of neighbouring indexes begin far apart, not one step from each other.
    state = mix(mix(seed + GAMMA) ^ mix(index * GAMMA + 1));
  }

  long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** Uniform in 0 ≤ x &lt; bound, without bias. */
  long nextLong(long bound) {
    long unfair = Long.remainderUnsigned(-bound, bound);
    while (true) {
      long bits = nextLong();
      if (Long.compareUnsigned(bits, unfair) >= 0) {
        return Long.remainderUnsigned(bits, bound);
      }
    }
  }

  int nextInt(int bound) {
    return (int) nextLong(bound);
  }

  /** Uniform in 0 ≤ x &lt; 1, 53 bits. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** True with {@code probability}. */
  boolean nextBoolean(double probability) {
    return nextDouble() < probability;
  }

  /** Normal with mean 0 and deviation 1 (Box and Muller). */
  double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
  }

  private static long mix(long bits) {
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
