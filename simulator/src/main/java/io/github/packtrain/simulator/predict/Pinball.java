package io.github.packtrain.simulator.predict;

/**
 * The loss that a quantile minimises (Koenker and Bassett 1978), summed over runs, in seconds: what
 * ran longer than predicted costs {@code percent} of the difference, what ran shorter the rest.
 */
final class Pinball {
  private final int percent;
  private double sum;
  private long count;
  private long within;

  Pinball(int percent) {
    this.percent = percent;
  }

  void add(long predictedMillis, long actualMillis) {
    long over = actualMillis - predictedMillis;
    sum += (over >= 0 ? over * (double) percent : -over * (100.0 - percent)) / 100_000.0;
    count++;
    within += over <= 0 ? 1 : 0;
  }

  double sum() {
    return sum;
  }

  double share() {
    return count == 0 ? 0 : (double) within / count;
  }
}
