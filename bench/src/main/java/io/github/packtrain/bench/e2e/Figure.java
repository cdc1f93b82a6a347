package io.github.packtrain.bench.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One measured figure.
 *
 * @param name stable, such as {@code noop.100k}
 * @param what in words
 * @param unit of the values
 * @param values one per round
 * @param target to reach
 * @param atLeast whether more is better
 */
record Figure(
    String name, String what, String unit, List<Double> values, double target, boolean atLeast) {
  Figure {
    values = List.copyOf(values);
  }

  static Figure atLeast(String name, String what, String unit, List<Double> values, double target) {
    return new Figure(name, what, unit, values, target, true);
  }

  static Figure atMost(String name, String what, String unit, List<Double> values, double target) {
    return new Figure(name, what, unit, values, target, false);
  }

  /** Beside others, without a target of its own. */
  static Figure beside(String name, String what, String unit, List<Double> values) {
    return new Figure(name, what, unit, values, Double.NaN, true);
  }

  double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  boolean reached() {
    return Double.isNaN(target) || (atLeast ? median() >= target : median() <= target);
  }

  /** The value at a quantile from 0 to 1 of samples in any order. */
  static double quantile(double[] samples, double at) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.round(Math.ceil(at * sorted.length)) - 1)];
  }

  String line() {
    String goal =
        Double.isNaN(target) ? "" : "%s %s".formatted(atLeast ? ">=" : "<=", number(target));
    return String.format(
        Locale.ROOT,
        "%-26s %-64s %12s %-8s %-12s %s",
        name,
        what,
        number(median()),
        unit,
        goal,
        Double.isNaN(target) ? "" : reached() ? "reached" : "MISSED");
  }

  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }
}
