package io.github.packtrain.core.learn;

/**
 * Durations as logarithms to base 2 in steps of 1/{@value #OCTAVE}: ratios become differences, so
 * that a task of a second and one of a day are learned by the same integer arithmetic. A step is
 * 0.27 %.
 */
public final class LogTime {
  /** Steps of a factor of two. */
  public static final int OCTAVE = 256;

  /** Of the longest duration, some 35 years. */
  public static final int MAX = 40 * OCTAVE;

  private static final int MANTISSA_BITS = 10;
  private static final short[] MANTISSA = new short[1 << MANTISSA_BITS];

  static {
    for (int i = 0; i < MANTISSA.length; i++) {
      double log2 = StrictMath.log(1.0 + (double) i / MANTISSA.length) / StrictMath.log(2.0);
      MANTISSA[i] = (short) StrictMath.round(log2 * OCTAVE);
    }
  }

  private LogTime() {}

  /** The logarithm of a duration in milliseconds; less than one counts as one. */
  public static int of(long millis) {
    if (millis <= 1) {
      return 0;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(millis);
    long aligned =
        exponent >= MANTISSA_BITS
            ? millis >> (exponent - MANTISSA_BITS)
            : millis << (MANTISSA_BITS - exponent);
    int mantissa = (int) aligned & ((1 << MANTISSA_BITS) - 1);
    return Math.min(MAX, exponent * OCTAVE + MANTISSA[mantissa]);
  }

  /** The duration, at least one millisecond. */
  public static long toMillis(int log) {
    return StrictMath.round(StrictMath.pow(2.0, (double) Math.clamp(log, 0, MAX) / OCTAVE));
  }

  /** A ratio in thousandths, such as 2000 for one octave. */
  public static int toRatioMilli(int log) {
    int bounded = Math.clamp(log, -20 * OCTAVE, 20 * OCTAVE);
    return (int) StrictMath.round(1000.0 * StrictMath.pow(2.0, (double) bounded / OCTAVE));
  }

  /** The logarithm of a ratio in thousandths, which is positive. */
  public static int ofRatioMilli(long milli) {
    return of(milli) - of(1000);
  }
}
