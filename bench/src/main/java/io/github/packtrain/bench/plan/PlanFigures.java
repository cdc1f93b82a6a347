package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.bench.report.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The planner's figures for the table of all figures, and its cost against size. */
public final class PlanFigures {
  private static final int CYCLES = 600;
  private static final int SERIES_CYCLES = 200;

  private PlanFigures() {}

  /** Cycles of two sizes and placements a second, each measured so often. */
  public static List<Figure> measure(int rounds) {
    List<Double> small = new ArrayList<>();
    List<Double> large = new ArrayList<>();
    List<Double> placements = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      small.add(tail(new CycleFigure(1_000, 100_000, CYCLES)));
      large.add(tail(new CycleFigure(10_000, 1_000_000, CYCLES / 2)));
      placements.add(PlacementFigure.measure().all());
    }
    return List.of(
        Figure.atMost(
            "plan.cycle.1k", "cycle p99, 1000 workers x 8, 100000 waiting", "ms", small, 10),
        Figure.atMost(
            "plan.cycle.10k", "cycle p99, 10000 workers x 8, 1000000 waiting", "ms", large, 60),
        Figure.atLeast(
            "plan.placements", "place and release, 5000 workers x 8", "/s", placements, 250_000));
  }

  private static double tail(CycleFigure figure) {
    double[] nanos = Arrays.stream(figure.measure().total()).asDoubleStream().toArray();
    return Figure.quantile(nanos, 0.99) / 1e6;
  }

  /** Half of the cycles took less than this: by waiting tasks, with 1,000 workers. */
  public static List<Plot.Point> costByWaiting() {
    return List.of(1_000, 10_000, 100_000, 1_000_000).stream()
        .map(waiting -> new Plot.Point(waiting, median(1_000, waiting)))
        .toList();
  }

  /** The same by workers, with 100,000 tasks waiting. */
  public static List<Plot.Point> costByWorkers() {
    return List.of(10, 100, 1_000, 10_000).stream()
        .map(workers -> new Plot.Point(workers, median(workers, 100_000)))
        .toList();
  }

  private static double median(int workers, int waiting) {
    long[] total = new CycleFigure(workers, waiting, SERIES_CYCLES).measure().total();
    return Figure.quantile(Arrays.stream(total).asDoubleStream().toArray(), 0.5) / 1e6;
  }
}
