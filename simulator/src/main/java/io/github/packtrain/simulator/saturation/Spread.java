package io.github.packtrain.simulator.saturation;

/**
 * Mean and sample standard deviation of a value over seeds.
 *
 * @param n how many seeds
 */
public record Spread(double mean, double sd, int n) {
  /** Of at least one value; the deviation of a single one is 0. */
  public static Spread of(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double sd = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    return new Spread(mean, sd, values.length);
  }

  /**
   * Above which the true mean lies only once in twenty (one side, normal quantile for 30 and more,
   * wider for less).
   */
  public double upper95() {
    return n < 2 ? Double.POSITIVE_INFINITY : mean + quantile(n - 1) * sd / Math.sqrt(n);
  }

  /** Student's 95 % quantile, by Cornish and Fisher's expansion to the second order. */
  private static double quantile(int freedom) {
    double z = 1.6448536;
    double first = (z * z * z + z) / 4;
    double second = (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / 96;
    return z + first / freedom + second / ((double) freedom * freedom);
  }
}
