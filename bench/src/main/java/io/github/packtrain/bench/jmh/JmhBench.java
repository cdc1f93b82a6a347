package io.github.packtrain.bench.jmh;

import io.github.packtrain.bench.plan.PlacementJmh;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The JMH benchmarks: {@code ./dev bench jmh}. */
public final class JmhBench {
  private JmhBench() {}

  /** Runs all of them. */
  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(PlacementJmh.class.getSimpleName()).build()).run();
  }
}
