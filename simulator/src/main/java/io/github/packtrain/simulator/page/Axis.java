package io.github.packtrain.simulator.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where values lie along one side of a chart, 0 to 1, and which of them are named.
 *
 * @param logarithmic then {@code first} is above 0
 */
record Axis(double first, double last, boolean logarithmic) {
  private static final int TICKS_MAX = 6;
  private static final double[] STEPS = {1, 2, 5};

  /** From 0, with room for {@code most}. */
  static Axis fromZero(double most) {
    return new Axis(0, most > 0 ? most : 1, false);
  }

  /** By powers of ten around both, which are above 0. */
  static Axis decades(double least, double most) {
    double first = Math.floor(Math.log10(least));
    double last = Math.max(first + 1, Math.ceil(Math.log10(most)));
    return new Axis(Math.pow(10, first), Math.pow(10, last), true);
  }

  double at(double value) {
    double place =
        logarithmic
            ? Math.log10(Math.max(value, first) / first) / Math.log10(last / first)
            : (value - first) / (last - first);
    return Math.clamp(place, 0, 1);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = first; tick <= last * 1.001; tick *= 10) {
        ticks.add(tick);
      }
      return ticks;
    }
    double step = step();
    for (int i = 0; first + i * step <= last * 1.001; i++) {
      ticks.add(first + i * step);
    }
    return ticks;
  }

  /** 1, 2 or 5 times a power of ten. */
  private double step() {
    double power = Math.pow(10, Math.floor(Math.log10((last - first) / TICKS_MAX)));
    for (double step : STEPS) {
      if ((last - first) / (step * power) <= TICKS_MAX) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** {@code 20000}, {@code 0.5}. */
  static String text(double tick) {
    if (tick == Math.rint(tick) && Math.abs(tick) < 1e15) {
      return String.format(Locale.ROOT, "%,.0f", tick);
    }
    return String.format(Locale.ROOT, "%.4f", tick).replaceAll("0+$", "");
  }
}
