package io.github.packtrain.simulator.saturation;

/**
 * What one run measured, by per cent of the cluster's devices asked for so far, rounded; within
 * each, the average over the offers.
 */
public final class Curve {
  static final int LAST_PERCENT = 130;

  private final double[] unallocated = new double[LAST_PERCENT + 1];
  private final double[] fragmented = new double[LAST_PERCENT + 1];
  private final int[] offers = new int[LAST_PERCENT + 1];
  private int refused;

  Curve() {}

  void add(int arrivedPercent, double unallocatedPercent, double fragmentedPercent) {
    if (arrivedPercent <= LAST_PERCENT) {
      unallocated[arrivedPercent] += unallocatedPercent;
      fragmented[arrivedPercent] += fragmentedPercent;
      offers[arrivedPercent]++;
    }
  }

  void countRefused() {
    refused++;
  }

  /** Whether anything was offered at that point. */
  public boolean has(int arrivedPercent) {
    return offers[arrivedPercent] > 0;
  }

  /** Per cent of all devices that nobody holds; where nothing was offered, as it was before. */
  public double unallocatedPercent(int arrivedPercent) {
    int at = lastOffer(arrivedPercent);
    return at < 0 ? 100 : unallocated[at] / offers[at];
  }

  /** Per cent of all devices that nobody holds and typical requests cannot use; likewise. */
  public double fragmentedPercent(int arrivedPercent) {
    int at = lastOffer(arrivedPercent);
    return at < 0 ? 0 : fragmented[at] / offers[at];
  }

  private int lastOffer(int arrivedPercent) {
    int at = arrivedPercent;
    while (at >= 0 && offers[at] == 0) {
      at--;
    }
    return at;
  }

  /** How many requests fitted nowhere when they were offered. */
  public int refused() {
    return refused;
  }
}
