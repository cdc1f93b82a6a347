package io.github.packtrain.core.learn;

import java.util.List;

/**
 * How run time grows with a task's size and batch: as powers of them, whose exponents are learned
 * by normalised least mean squares (Widrow and Hoff 1960) and stay between −2 and 2. Until learned,
 * twice the size takes twice as long and the batch changes nothing.
 */
final class Elasticity {
  private static final int ONE = 1 << 16;
  private static final int BOUND = 2 * ONE;
  private static final int RATE_DIVISOR = 32;

  /** Keeps small differences in size from moving the exponents. */
  private static final long FLOOR = Spread.square(LogTime.OCTAVE / 2);

  private int size = ONE;
  private int batch;

  /** What size and batch add to the logarithm of the run time. */
  int effect(Subject subject) {
    return (int) (((long) size * subject.size() + (long) batch * subject.batch()) / ONE);
  }

  /**
   * Learns from a run.
   *
   * @param error how much longer it ran than predicted
   */
  void observe(Subject subject, int error) {
    if (subject.size() == 0 && subject.batch() == 0) {
      return;
    }
    long norm = FLOOR + Spread.square(subject.size()) + Spread.square(subject.batch());
    size = moved(size, error, subject.size(), norm);
    batch = moved(batch, error, subject.batch(), norm);
  }

  private static int moved(int exponent, int error, int feature, long norm) {
    long step = (long) error * feature * (ONE / RATE_DIVISOR) / norm;
    return Math.clamp(exponent + step, -BOUND, BOUND);
  }

  void write(List<Long> numbers) {
    numbers.add((long) size);
    numbers.add((long) batch);
  }

  void read(List<Long> numbers) {
    size = Math.toIntExact(numbers.get(0));
    batch = Math.toIntExact(numbers.get(1));
  }
}
