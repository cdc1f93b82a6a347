package io.github.packtrain.bench.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures as they are printed: a line for people at once, a JSON line for machines at the end. */
final class Sheet {
  private final List<String> lines = new ArrayList<>();
  private final List<Map<String, Object>> entries = new ArrayList<>();

  /** One figure; {@code goal} is what it should reach, or empty. */
  void add(String figure, double value, String unit, String goal) {
    System.out.printf(Locale.ROOT, "%-64s %12s %-8s %s%n", figure, shown(value), unit, goal);
    lines.add(
        String.format(
            Locale.ROOT,
            "{\"bench\":\"plan\",\"figure\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"goal\":\"%s\"}",
            figure,
            shown(value),
            unit,
            goal));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("what", figure);
    entry.put("value", Double.parseDouble(shown(value)));
    entry.put("unit", unit);
    entry.put("goal", goal);
    entries.add(entry);
  }

  /** All of them, for a file. */
  List<Map<String, Object>> entries() {
    return entries;
  }

  /** Half, 99 of 100 and the longest of the times, in milliseconds. */
  void addTimes(String figure, long[] nanos, String goal) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    add(figure + ", p50", millis(at(sorted, 0.5)), "ms", "");
    add(figure + ", p99", millis(at(sorted, 0.99)), "ms", goal);
    add(figure + ", max", millis(sorted[sorted.length - 1]), "ms", "");
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static long at(long[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
  }

  void printJson() {
    System.out.println();
    lines.forEach(System.out::println);
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.0f", value);
  }
}
