package io.github.packtrain.simulator.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.learn.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run-time prediction against the running quantile of everything. */
class PredictionTrialTest {

  @ParameterizedTest
  @ValueSource(strings = {"cluster03.csv", "cluster06.csv"})
  void onRecordedJobsPredictionsAreCalibratedAndSharper(String name) throws IOException {
    Path file = recorded(name);
    Assumptions.assumeTrue(Files.exists(file), () -> "skipped: no recorded jobs at " + file);
    PredictionScore score = PredictionTrial.judge(PredictMain.runs(file), PredictMain.UNSCORED);
    assertThat(score.withinP90()).isBetween(0.87, 0.93);
    assertThat(score.ratioP50()).isLessThanOrEqualTo(0.95);
    assertThat(score.ratioP90()).isLessThanOrEqualTo(0.95);
    assertThat(score.ratio()).isLessThanOrEqualTo(0.95);
  }

  /** Recorded clusters lie beside the checkout, if they are there at all. */
  private static Path recorded(String name) {
    Path inside = Path.of("shared", "data", "ms_itp", name);
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at.resolve(inside))) {
      at = at.getParent();
    }
    return at.resolve(inside);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void onGeneratedJobsOfSeveralKindsTheyAreToo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Run> runs = new ArrayList<>();
    double[] centre = {9, 11, 13};
    long now = 0;
    for (int i = 0; i < 4_000; i++) {
      now += random.nextLong(120_000);
      int kind = random.nextInt(3);
      if (random.nextInt(400) == 0) {
        centre[kind] += random.nextGaussian();
      }
      long runMillis = (long) StrictMath.exp(centre[kind] + 0.8 * random.nextGaussian());
      runs.add(new Run(Subject.ofKind("k" + kind), now, Math.max(1, runMillis)));
    }
    PredictionScore score = PredictionTrial.judge(runs, PredictMain.UNSCORED);
    assertThat(score.withinP90()).as("seed %d", seed).isBetween(0.87, 0.93);
    assertThat(score.ratio()).as("seed %d", seed).isLessThan(0.95);
  }

  @Test
  void nothingIsKnownOfRunsThatHaveNotEnded() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      runs.add(new Run(Subject.ofKind("test"), i, 1_000_000));
    }
    PredictionScore score = PredictionTrial.judge(runs, 0);
    assertThat(score.withinP50()).as("the default, for want of any outcome").isZero();
    for (int i = 0; i < 100; i++) {
      runs.add(new Run(Subject.ofKind("test"), 2_000_000, 1_000_000));
    }
    assertThat(PredictionTrial.judge(runs, 100).lossP50Seconds())
        .isLessThan(score.lossP50Seconds() / 20);
  }

  @Test
  void thePinballLossOfKnownNumbers() {
    Pinball pinball = new Pinball(90);
    pinball.add(10_000, 20_000);
    pinball.add(10_000, 5_000);
    assertThat(pinball.sum()).isEqualTo(9.0 + 0.5);
    assertThat(pinball.share()).isEqualTo(0.5);
    RunningQuantile quantile = new RunningQuantile();
    for (int i = 100; i >= 1; i--) {
      quantile.add(i);
    }
    assertThat(quantile.at(90, 0)).isEqualTo(90);
    assertThat(quantile.at(50, 0)).isEqualTo(50);
  }
}
