package io.github.packtrain.simulator;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded chance. Each part of a simulation throws its own, so that one part's draws do not shift
 * another's.
 */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  Dice split() {
    return new Dice(random.split());
  }

  boolean chance(int permille) {
    return permille > 0 && random.nextInt(1_000) < permille;
  }

  /** {@code min} to {@code max}, both included. */
  long between(long min, long max) {
    return max <= min ? min : random.nextLong(min, max + 1);
  }

  int between(int min, int max) {
    return max <= min ? min : random.nextInt(min, max + 1);
  }

  /** Mostly small, now and then up to {@code max}: how delays are. */
  long skewed(long max) {
    return switch (random.nextInt(8)) {
      case 0 -> between(0, max);
      case 1, 2 -> between(0, max / 4);
      default -> between(0, max / 16);
    };
  }

  long number() {
    return random.nextLong();
  }

  double fraction() {
    return random.nextDouble();
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
