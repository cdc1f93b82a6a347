package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptResult;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether nine of ten runs are no longer than predicted, when predictions are made at the start.
 */
class CalibrationTest {
  private static final int RUNS = 6_000;
  private static final int UNSCORED = 500;

  private record Running(Subject subject, Estimate expected, long endMillis, long runMillis) {}

  /** Lognormal run times that change every few hundred runs, several at a time. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void theShareWithinTheNinthDecileIsRight(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Learned learned = new Learned();
    PriorityQueue<Running> running =
        new PriorityQueue<>(Comparator.comparingLong(Running::endMillis));
    long now = 0;
    int within = 0;
    int withinMedian = 0;
    double[] centre = {9, 10, 11};
    for (int i = 0; i < RUNS; i++) {
      now += random.nextLong(20_000);
      for (Running next = running.peek();
          next != null && next.endMillis() <= now;
          next = running.peek()) {
        running.remove();
        AttemptResult result = AttemptResult.succeeded(Map.of(), next.runMillis());
        learned.ended(next.subject(), 1, "cpu", next.expected(), result, next.endMillis());
      }
      int kind = random.nextInt(3);
      if (random.nextInt(300) == 0) {
        centre[kind] = 9 + 3 * random.nextDouble();
      }
      Subject subject = Subject.ofKind("kind" + kind);
      long runMillis = (long) StrictMath.exp(centre[kind] + random.nextGaussian());
      Estimate expected = learned.expect(subject, 1, "cpu");
      running.add(new Running(subject, expected, now + runMillis, runMillis));
      if (i >= UNSCORED) {
        within += runMillis <= expected.toPrediction().p90Millis() ? 1 : 0;
        withinMedian += runMillis <= expected.toPrediction().p50Millis() ? 1 : 0;
      }
    }
    double scored = RUNS - UNSCORED;
    assertThat(within / scored).as("seed %d, P90", seed).isBetween(0.87, 0.93);
    assertThat(withinMedian / scored).as("seed %d, P50", seed).isBetween(0.45, 0.55);
    Coverage measured = learned.coverage().get(Rung.KIND.ordinal());
    assertThat(measured.withinP90() / (double) measured.predictions())
        .as("seed %d, as it measures itself", seed)
        .isBetween(0.87, 0.93);
  }

  @Test
  void theLevelRisesWhereTooMuchRunsLonger() {
    Calibration calibration = new Calibration();
    for (int i = 0; i < 100; i++) {
      calibration.score(100, 50, i % 5 == 0 ? 50 : 150);
    }
    assertThat(calibration.tailLevel()).isGreaterThan(Calibration.P90_PPM);
    assertThat(calibration.coverage(Rung.KIND).withinP90()).isEqualTo(80);
    for (int i = 0; i < 100_000; i++) {
      calibration.score(100, 150, 150);
    }
    assertThat(calibration.tailLevel()).isEqualTo(600_000);
    assertThat(calibration.medianLevel()).isEqualTo(400_000);
  }
}
