package io.github.packtrain.bench.search;

import io.github.packtrain.search.AlgorithmSpec;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudySpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same study under many seeds.
 *
 * @param lowest the mean best accuracy must reach this
 * @param highest and not exceed this
 */
record Series(
    String name, AlgorithmSpec algorithm, Budget budget, int runs, double lowest, double highest) {

  /** What came out. */
  record Outcome(Series series, double mean, double deviation) {
    boolean isMet() {
      return mean >= series.lowest() && mean <= series.highest();
    }
  }

  /** Draws with replacement have the exact expectation 92.865 (order statistics of the table). */
  static Series random(int runs) {
    return new Series(
        "random", AlgorithmSpec.of("random"), Budget.of(100, 1), runs, 92.835, 92.895);
  }

  /** Population 20, tournament 5, 8 asynchronous workers. */
  static Series evolution(int runs) {
    AlgorithmSpec evolution =
        AlgorithmSpec.of("evolution")
            .with("population", ParameterValue.of(20))
            .with("tournament", ParameterValue.of(5));
    return new Series("evolution", evolution, Budget.of(200, 8), runs, 93.08, 100);
  }

  Outcome run(ArchitectureTable table) {
    double[] bests =
        IntStream.range(0, runs)
            .mapToDouble(seed -> study(table, seed).progress().bestScore())
            .toArray();
    double mean = 0;
    for (double best : bests) {
      mean += best / runs;
    }
    double squares = 0;
    for (double best : bests) {
      squares += (best - mean) * (best - mean);
    }
    return new Outcome(this, mean, StrictMath.sqrt(squares / Math.max(1, runs - 1)));
  }

  /** One run of the series, to its end. */
  Study study(ArchitectureTable table, long seed) {
    return VirtualCluster.run(table, spec(seed));
  }

  private StudySpec spec(long seed) {
    return new StudySpec(
        name,
        List.of(Objective.maximize(VirtualCluster.METRIC)),
        ArchitectureTable.space(),
        algorithm,
        budget,
        seed);
  }
}
