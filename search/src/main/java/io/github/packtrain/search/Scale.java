package io.github.packtrain.search;

/**
 * Where a number lies between two bounds: 0 at the lower, 1 at the upper, linear or logarithmic.
 * Drawing uniformly and stepping evenly in this unit is what "log" means.
 */
record Scale(double min, double max, boolean log) {

  static Scale of(Domain.FloatRange range) {
    return new Scale(range.min(), range.max(), range.log());
  }

  /**
   * Half a number wider at both ends, so that rounding gives the outermost numbers their full
   * share.
   */
  static Scale of(Domain.IntRange range) {
    return new Scale(range.min() - 0.5, range.max() + 0.5, range.log());
  }

  double position(double value) {
    return log
        ? (StrictMath.log(value) - StrictMath.log(min))
            / (StrictMath.log(max) - StrictMath.log(min))
        : (value - min) / (max - min);
  }

  double at(double position) {
    if (position == 0 || position == 1) {
      return position == 0 ? min : max; // exactly, where exp(log(x)) would miss by an ulp
    }
    double value =
        log
            ? StrictMath.exp(mix(StrictMath.log(min), StrictMath.log(max), position))
            : mix(min, max, position);
    return StrictMath.clamp(value, min, max);
  }

  private static double mix(double low, double high, double position) {
    return low * (1 - position) + high * position;
  }
}
