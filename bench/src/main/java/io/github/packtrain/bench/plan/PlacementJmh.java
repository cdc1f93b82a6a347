package io.github.packtrain.bench.plan;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Placements a second of one thread, by JMH: as {@link PlacementFigure}, whose own harness it is
 * the check of. The counter {@code placed} is the figure.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlacementJmh {
  /** A full cluster with a backlog that never ends. */
  @State(Scope.Thread)
  public static class Cluster {
    /** Of 8 devices each. */
    @Param("5000")
    public int workers;

    private Site site = new Site();

    /** Fills it. */
    @Setup
    public void fill() {
      site = PlacementFigure.fullSite(workers);
    }
  }

  /** What JMH counts beside the rounds. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Placed {
    /** Tasks placed and released. */
    public long placed;
  }

  /** Ends attempts anywhere and fills the holes. */
  @Benchmark
  public void round(Cluster cluster, Placed placed) {
    placed.placed += PlacementFigure.round(cluster.site)[2];
  }
}
