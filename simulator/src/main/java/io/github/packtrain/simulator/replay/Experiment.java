package io.github.packtrain.simulator.replay;

import io.github.packtrain.simulator.trace.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;

/** One policy on the workloads of several seeds. */
public final class Experiment {
  private Experiment() {}

  /**
   * A figure over the seeds.
   *
   * @param sd standard deviation of the sample; 0 for one seed
   * @param n seeds
   */
  public record Sample(double mean, double sd, int n) {
    /** Quantiles of Student's t for 97.5 %, by degrees of freedom from 1. */
    private static final double[] T = {
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL = 1.96;

    static Sample of(double[] values) {
      int n = values.length;
      double mean = DoubleStream.of(values).average().orElse(0);
      double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Sample(mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1)), n);
    }

    /** Half the width of the interval that holds the true mean in 95 of 100 cases. */
    public double confidence95() {
      if (n < 2) {
        return 0;
      }
      double t = n - 2 < T.length ? T[n - 2] : NORMAL;
      return t * sd / Math.sqrt(n);
    }
  }

  /** What is replayed: for each seed the work, and a fresh world for it. */
  public record Course(Workload workload, World world) {}

  /** The policy on seeds from 0. */
  public static Report run(
      Policy policy, Protocol protocol, LongFunction<Course> courses, int seeds) {
    List<Map<String, Double>> bySeed = new ArrayList<>();
    TreeMap<String, Sample> samples = new TreeMap<>();
    Outcomes first = Outcomes.NONE;
    for (long seed = 0; seed < seeds; seed++) {
      Course course = courses.apply(seed);
      Outcomes outcomes = Replay.run(course.workload(), protocol, policy, course.world());
      bySeed.add(outcomes.metrics());
      first = seed == 0 ? outcomes : first;
    }
    for (String name : first.metrics().keySet()) {
      samples.put(name, Sample.of(bySeed.stream().mapToDouble(each -> each.get(name)).toArray()));
    }
    return new Report(
        policy,
        samples,
        bySeed,
        first.series(),
        first.waitSeconds(),
        first.completionSeconds(),
        first.slowdowns());
  }
}
