package io.github.packtrain.simulator.replay;

import io.github.packtrain.simulator.replay.Experiment.Sample;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one policy over all seeds: all that is shown of a comparison, as table, JSON or
 * plots.
 *
 * @param metrics figures by name, such as {@code avgJctSeconds}, over the seeds
 * @param bySeed the same seed by seed, in order, for paired comparisons
 * @param series utilisation and queue over time in the first seed
 * @param waitSeconds of the jobs of the first seed, the shortest first; for distributions
 * @param completionSeconds likewise
 * @param slowdowns likewise
 */
public record Report(
    Policy policy,
    Map<String, Sample> metrics,
    List<Map<String, Double>> bySeed,
    Series series,
    List<Double> waitSeconds,
    List<Double> completionSeconds,
    List<Double> slowdowns) {
  public Report {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    bySeed = List.copyOf(bySeed);
    waitSeconds = List.copyOf(waitSeconds);
    completionSeconds = List.copyOf(completionSeconds);
    slowdowns = List.copyOf(slowdowns);
  }

  /**
   * By how much a figure is smaller than the other policy's, in parts of the other's, seed by seed;
   * both must have had the same seeds.
   */
  public Sample savedAgainst(Report other, String metric) {
    double[] saved = new double[bySeed.size()];
    for (int i = 0; i < saved.length; i++) {
      double own = bySeed.get(i).getOrDefault(metric, 0.0);
      double others = other.bySeed.get(i).getOrDefault(metric, 0.0);
      saved[i] = others == 0 ? 0 : 1 - own / others;
    }
    return Sample.of(saved);
  }
}
