package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.report.Plot;
import io.github.packtrain.core.plan.place.PlacementChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cycle grows: with waiting tasks, with workers and with classes, one of them at a time, for
 * the default of the resource manager and for the two placements that look at more.
 */
final class GrowthFigure {
  private static final int[] WAITING = {1_000, 10_000, 100_000, 1_000_000};
  private static final int[] WORKERS = {10, 100, 1_000, 10_000};
  private static final int[] CLASSES = {20, 200, 2_000};
  private static final int WAITING_USUAL = 100_000;
  private static final int WORKERS_USUAL = 1_000;
  private static final int CLASSES_USUAL = 200;
  private static final int CYCLES = 200;
  private static final int WARM_UPS = 3;
  private static final List<String> PLACEMENTS = List.of("best_fit", "packing", "score");

  private final Sheet sheet;
  private final @Nullable Path out;

  private GrowthFigure(Sheet sheet, @Nullable Path out) {
    this.sheet = sheet;
    this.out = out;
  }

  private interface Size {
    CycleFigure of(int size, PlacementChoice placement);
  }

  /** Prints the median cycles, and draws them where a directory is named. */
  static void print(Sheet sheet, @Nullable Path out) throws IOException {
    GrowthFigure figure = new GrowthFigure(sheet, out);
    for (int i = 0; i < WARM_UPS; i++) {
      for (String placement : PLACEMENTS) {
        new CycleFigure(WORKERS_USUAL, WAITING_USUAL, CYCLES, PlacementChoice.of(placement))
            .measure();
      }
    }
    figure.series(
        "waiting tasks",
        "waiting",
        WAITING,
        (size, placement) ->
            new CycleFigure(WORKERS_USUAL, size, CYCLES, placement, CLASSES_USUAL));
    figure.series(
        "classes",
        "classes",
        CLASSES,
        (size, placement) ->
            new CycleFigure(WORKERS_USUAL, WAITING_USUAL, CYCLES, placement, size));
    figure.series(
        "workers of 8 GPUs",
        "workers",
        WORKERS,
        (size, placement) ->
            new CycleFigure(size, WAITING_USUAL, CYCLES, placement, CLASSES_USUAL));
  }

  private void series(String what, String file, int[] sizes, Size figure) throws IOException {
    List<Plot.Line> lines = new ArrayList<>();
    for (String placement : PLACEMENTS) {
      List<Plot.Point> points = new ArrayList<>();
      for (int size : sizes) {
        long[] total = figure.of(size, PlacementChoice.of(placement)).measure().total();
        double millis = Sheet.median(Arrays.stream(total).asDoubleStream().toArray()) / 1e6;
        sheet.add(placement + ": cycle with " + size + " " + what + ", p50", millis, "ms", "");
        points.add(new Plot.Point(size, millis));
      }
      lines.add(new Plot.Line(placement, points));
    }
    if (out != null) {
      Plot.write(
          out.resolve("growth-by-" + file + ".svg"),
          "A cycle by " + what,
          what,
          "milliseconds, median",
          lines);
    }
  }
}
