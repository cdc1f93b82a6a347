package io.github.packtrain.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * That many workers over a slow wire get all of their work done, each of them a part of it. The
 * figures themselves are printed by {@code ./dev bench scaling}: a busy machine must not fail a
 * test.
 */
class ScalingIT {
  @Test
  void everyWorkerTakesPart() throws Exception {
    ScalingBench.Figures figures = ScalingBench.run(60, 20, 0, 1);

    assertThat(figures.tasks()).isEqualTo(60);
    assertThat(figures.workers()).isEqualTo(20);
    assertThat(figures.utilisation()).isBetween(0.1, 1.01);
  }
}
