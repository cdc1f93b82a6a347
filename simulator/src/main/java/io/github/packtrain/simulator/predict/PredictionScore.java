package io.github.packtrain.simulator.predict;

/**
 * How good predictions were. Losses are pinball losses summed over all scored runs, in seconds.
 *
 * @param runs how many were scored
 * @param withinP50 share of runs that were no longer than their predicted median
 * @param withinP90 share of runs that were no longer than their predicted ninth decile
 * @param allWithinP90 the same for the running quantile of everything
 */
public record PredictionScore(
    int runs,
    double withinP50,
    double withinP90,
    double lossP50Seconds,
    double lossP90Seconds,
    double allWithinP90,
    double allLossP50Seconds,
    double allLossP90Seconds) {
  /** Loss at the median against that of the running quantile of everything; below 1 is better. */
  public double ratioP50() {
    return lossP50Seconds / allLossP50Seconds;
  }

  /** Loss at the ninth decile against that of the running quantile of everything. */
  public double ratioP90() {
    return lossP90Seconds / allLossP90Seconds;
  }

  /** Both losses together against both of the running quantile of everything. */
  public double ratio() {
    return (lossP50Seconds + lossP90Seconds) / (allLossP50Seconds + allLossP90Seconds);
  }
}
