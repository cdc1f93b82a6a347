package io.github.packtrain.bench.journal;

import java.util.Arrays;
import java.util.Locale;

/** How long single operations took, in nanoseconds, and what the whole took. */
record Spread(int count, double perSecond, long p50, long p99, long p999, long max) {

  /** Of the first {@code count} of the given times; {@code tookNanos} is the wall time of all. */
  static Spread of(long[] nanos, int count, long tookNanos) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Spread(
        count,
        count * 1e9 / tookNanos,
        sorted[count / 2],
        sorted[(int) (count * 0.99)],
        sorted[(int) (count * 0.999)],
        sorted[count - 1]);
  }

  /** The median of each number over rounds. */
  static Spread median(Spread[] rounds) {
    return new Spread(
        rounds[0].count,
        median(Arrays.stream(rounds).mapToDouble(Spread::perSecond).toArray()),
        (long) median(Arrays.stream(rounds).mapToDouble(Spread::p50).toArray()),
        (long) median(Arrays.stream(rounds).mapToDouble(Spread::p99).toArray()),
        (long) median(Arrays.stream(rounds).mapToDouble(Spread::p999).toArray()),
        (long) median(Arrays.stream(rounds).mapToDouble(Spread::max).toArray()));
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Microseconds at 50, 99 and 99.9 % and the most. */
  String micros() {
    return String.format(
        Locale.ROOT, "%6d %6d %7d %7d", p50 / 1000, p99 / 1000, p999 / 1000, max / 1000);
  }
}
