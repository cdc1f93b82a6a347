package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final List<Integer> BEGIN = List.of(5_000, 500, 2_000, 0);

  @Test
  void standStillWhenSwitchedOff() {
    Weights weights = new Weights(BEGIN, false);
    weights.learn(List.of(1_000, -1_000, 500, 0), 60_000, 1_000L);
    assertThat(weights.milli()).isEqualTo(BEGIN);
  }

  @Test
  void aFactorThatPredictsSpeedGainsOneThatMisleadsLoses() {
    SplittableRandom random = new SplittableRandom(7);
    Weights weights = new Weights(List.of(1_000, 1_000, 1_000), true);
    for (int i = 0; i < 2_000; i++) {
      int good = random.nextInt(-500, 501);
      int noise = random.nextInt(-500, 501);
      long run = (long) (60_000 * StrictMath.pow(2, -good / 500.0));
      weights.learn(List.of(good, -good, noise), 60_000, run);
    }
    List<Integer> learned = weights.milli();
    assertThat(learned.get(0)).isGreaterThan(1_500);
    assertThat(learned.get(1)).isLessThan(500);
    assertThat(learned.get(2)).isBetween(learned.get(1), learned.get(0));
  }

  @Test
  void stayWithinAQuarterAndFourTimes() {
    Weights weights = new Weights(BEGIN, true);
    for (int i = 0; i < 100_000; i++) {
      weights.learn(List.of(-1_000, 1_000, 0, 1_000), 60_000, 1_000L);
    }
    List<Integer> learned = weights.milli();
    assertThat(learned.get(0)).isBetween(1_250, 5_000);
    assertThat(learned.get(1)).isBetween(500, 2_000);
    assertThat(learned.get(2)).isBetween(500, 8_000);
    assertThat(learned.get(3)).isZero();
  }

  @Test
  void aFailureCountsAgainstWhatSpokeForTheWorker() {
    Weights weights = new Weights(List.of(1_000, 1_000), true);
    weights.learn(List.of(1_000, 0), 60_000, null);
    assertThat(weights.milli().get(0)).isLessThan(weights.milli().get(1));
  }
}
