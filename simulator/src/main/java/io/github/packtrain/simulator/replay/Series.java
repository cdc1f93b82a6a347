package io.github.packtrain.simulator.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * How the cluster stood over time: averages over spans of equal length, some hundreds of them.
 *
 * @param spanSeconds length of each
 */
public record Series(double spanSeconds, List<Point> points) {
  static final Series NONE = new Series(1, List.of());

  public Series {
    points = List.copyOf(points);
  }

  /**
   * Averages over one span.
   *
   * @param second when it begins, from the beginning of the trace
   * @param gpuPercent of all device time that was held; likewise of CPU and memory
   * @param fragmentedGpuPercent of all devices, free and of no use to what is asked for
   * @param waiting tasks that wait for a place
   * @param running tasks that run
   */
  public record Point(
      double second,
      double gpuPercent,
      double cpuPercent,
      double memoryPercent,
      double fragmentedGpuPercent,
      double waiting,
      double running) {}

  /** Averages what it is told, in at most so many spans: when they do not do, each becomes two. */
  static final class Recorder {
    private static final int SPANS_MAX = 512;
    private static final int VALUES = 6;

    private final List<double[]> spans = new ArrayList<>();
    private long span = 1;

    /** The values held from the one tick to the other. */
    void add(long from, long to, double... values) {
      while (to > span * SPANS_MAX) {
        merge();
      }
      long at = from;
      while (at < to) {
        int index = (int) (at / span);
        long until = Math.min(to, (index + 1) * span);
        while (spans.size() <= index) {
          spans.add(new double[VALUES]);
        }
        double[] sums = spans.get(index);
        for (int i = 0; i < VALUES; i++) {
          sums[i] += values[i] * (until - at);
        }
        at = until;
      }
    }

    private void merge() {
      List<double[]> merged = new ArrayList<>();
      for (int i = 0; i < spans.size(); i += 2) {
        double[] sums = spans.get(i);
        for (int j = 0; i + 1 < spans.size() && j < VALUES; j++) {
          sums[j] += spans.get(i + 1)[j];
        }
        merged.add(sums);
      }
      spans.clear();
      spans.addAll(merged);
      span *= 2;
    }

    /** Up to {@code end}, which may lie within the last span. */
    Series series(long end, double ticksPerSecond) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < spans.size(); i++) {
        double ticks = Math.max(1, Math.min(span, end - i * span));
        double[] sums = spans.get(i);
        points.add(
            new Point(
                i * span / ticksPerSecond,
                sums[0] / ticks,
                sums[1] / ticks,
                sums[2] / ticks,
                sums[3] / ticks,
                sums[4] / ticks,
                sums[5] / ticks));
      }
      return new Series(span / ticksPerSecond, points);
    }
  }
}
