package io.github.packtrain.bench.plan;

import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cycle and the placements of this package, measured by JMH: {@code ./dev bench jmh}. */
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlanBenchmarks {
  /** 1,000 workers of 8 devices 99 % full, 100 releases between cycles, 100,000 waiting. */
  @State(Scope.Thread)
  public static class FullCluster {
    @Param({"best_fit", "packing", "score"})
    public String placement = "";

    private CycleFigure figure = figure(PlacementChoice.BEST_FIT);
    private Site site = new Site();
    private int turn;

    /** Fills it. */
    @Setup(Level.Trial)
    public void fill() {
      figure = figure(PlacementChoice.of(placement));
      site = figure.filled();
    }

    private static CycleFigure figure(PlacementChoice placement) {
      return new CycleFigure(1_000, 100_000, 1, placement);
    }
  }

  /** 5,000 workers of 8 devices and tasks of mixed sizes. */
  @State(Scope.Thread)
  public static class LargeCluster {
    @Param({"best_fit", "packing", "score"})
    public String placement = "";

    private Site site = new Site();

    /** Fills it. */
    @Setup(Level.Trial)
    public void fill() {
      Site empty = new Site(PlacementChoice.of(placement));
      site = PlacementFigure.filled(empty, PlacementFigure.WORKERS);
    }
  }

  /** 100 releases, view, plan, commit, and as many tasks submitted as were placed. */
  @Benchmark
  public int cycle(FullCluster cluster) {
    return cluster.figure.turn(cluster.site, cluster.turn++).placed();
  }

  /** A placement with the release before it, the whole way through the core. */
  @Benchmark
  @OperationsPerInvocation(PlacementFigure.PER_ROUND)
  public long placement(LargeCluster cluster) {
    return PlacementFigure.round(cluster.site)[2];
  }
}
