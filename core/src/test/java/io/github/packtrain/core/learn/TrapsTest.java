package io.github.packtrain.core.learn;

import static io.github.packtrain.core.learn.Lab.TEST;
import static io.github.packtrain.core.learn.Lab.family;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes that learning schedulers made before us. */
class TrapsTest {
  private static final long HOUR = 3_600_000;
  private final Lab lab = new Lab();

  @Test
  void aFirstObservationDoesNotStartAnAverageAtZero() {
    for (int i = 0; i < 10; i++) {
      lab.runs(TEST, 1, 60_000);
    }
    lab.runs(TEST, 2, 240_000);
    Standing standing = lab.standing(2, "kind:test");
    assertThat(standing.slowness()).isGreaterThan(LogTime.OCTAVE);
    assertThat(standing.reliabilityPpm()).isEqualTo(1_000_000);
    assertThat(lab.fails(TEST, 3, 5).standing(3, "kind:test").reliabilityPpm()).isZero();
  }

  @Test
  void averagesMoveByATenth() {
    Standing standing = Standing.NONE;
    for (int i = 0; i < 20; i++) {
      standing = standing.succeeded(0, i);
    }
    assertThat(standing.succeeded(100, 20).slowness()).isEqualTo(10);
    assertThat(standing.failed(20).reliabilityPpm()).isEqualTo(900_000);
  }

  @Test
  void aWorkerThatFailsAtOnceDoesNotLookFast() {
    for (int i = 0; i < 30; i++) {
      lab.runs(TEST, 1, 60_000).fails(TEST, 2, 1);
    }
    assertThat(lab.factors(TEST, 2).speed()).isEqualTo(500);
    assertThat(lab.factors(TEST, 2).adaptive()).isLessThan(lab.factors(TEST, 1).adaptive() / 2);
    assertThat(lab.factors(TEST, 2).specialisation())
        .isLessThan(lab.factors(TEST, 1).specialisation());
  }

  @Test
  void anUnknownWorkerIsExploredAndNotPreferredForEver() {
    for (int i = 0; i < 30; i++) {
      lab.runs(TEST, 1, 60_000).runs(TEST, 2, 60_000);
    }
    assertThat(best(3)).isEqualTo(3);
    int tries = 0;
    while (best(3) == 3 && tries < 100) {
      lab.fails(TEST, 3, 10_000);
      tries++;
    }
    assertThat(tries).isLessThan(5);
  }

  @Test
  void aSlowUnknownWorkerIsTriedAndLeft() {
    for (int i = 0; i < 30; i++) {
      lab.runs(TEST, 1, 60_000);
    }
    assertThat(best(2)).isEqualTo(2);
    int tries = 0;
    while (best(2) == 2 && tries < 100) {
      lab.runs(TEST, 2, 240_000);
      tries++;
    }
    assertThat(tries).isBetween(1, 12);
  }

  @Test
  void explorationIsBoundedAndShrinks() {
    int before = lab.factors(TEST, 1).exploration();
    assertThat(before).isEqualTo(1_000);
    for (int i = 0; i < 25; i++) {
      lab.runs(TEST, 1, 60_000);
      assertThat(lab.factors(TEST, 1).exploration()).isLessThan(before);
      before = lab.factors(TEST, 1).exploration();
    }
  }

  @Test
  void failurePenaltiesDecay() {
    for (int i = 0; i < 10; i++) {
      lab.fails(TEST, 1, 1_000);
    }
    Standing standing = lab.standing(1, "kind:test");
    long end = standing.lastEndMillis();
    int fresh = standing.penaltyMilli(end);
    assertThat(fresh).isBetween(9_900, 10_000);
    assertThat(standing.penaltyMilli(end + Standing.FAILURE_HALF_LIFE_MILLIS))
        .isBetween(fresh / 2 - 1, fresh / 2 + 1);
    assertThat(standing.penaltyMilli(end + 24 * HOUR)).isZero();
    assertThat(standing.reliabilityPpm(end)).isZero();
    assertThat(standing.reliabilityPpm(end + 24 * HOUR)).isEqualTo(1_000_000);
    int now = lab.factors(TEST, 1).adaptive();
    lab.nowMillis += 24 * HOUR;
    assertThat(lab.factors(TEST, 1).adaptive()).isGreaterThan(2 * now);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"CANCELLED", "EVICTED"})
  void whatSomebodyEndedSaysNothingOfTheWorker(Outcome outcome) {
    lab.ends(TEST, 1, AttemptResult.ended(outcome, ""));
    assertThat(lab.standing(1, "kind:test")).isEqualTo(Standing.NONE);
  }

  @Test
  void aClockThatGoesBackHarmsNothing() {
    lab.fails(TEST, 1, 1_000);
    lab.nowMillis -= HOUR;
    lab.fails(TEST, 1, 1_000).runs(TEST, 1, 1_000);
    assertThat(lab.standing(1, "kind:test").penaltyMilli(lab.nowMillis)).isBetween(0, 2_000);
    assertThat(lab.factors(TEST, 1).reliability()).isBetween(0, 1_000);
  }

  @Test
  void aFamilyIsWarmWhereItRanAndCoolsDown() {
    lab.runs(family("bert"), 1, 60_000);
    assertThat(lab.factors(family("bert"), 1).affinity()).isEqualTo(1_000);
    assertThat(lab.factors(family("bert"), 2).affinity()).isZero();
    assertThat(lab.factors(family("t5"), 1).affinity()).isZero();
    lab.nowMillis += Appraisal.WARM_HALF_LIFE_MILLIS;
    assertThat(lab.factors(family("bert"), 1).affinity()).isBetween(499, 501);
    assertThat(lab.fails(family("t5"), 1, 1_000).factors(family("t5"), 1).affinity()).isZero();
  }

  @Test
  void aWorkerThatIsGoodAtAFamilyIsTakenForIt() {
    for (int i = 0; i < 40; i++) {
      lab.runs(family("bert"), 1, 10_000).runs(family("bert"), 2, 40_000);
      lab.runs(family("vit"), 1, 40_000).runs(family("vit"), 2, 10_000);
    }
    assertThat(lab.factors(family("bert"), 1).speed())
        .isGreaterThan(lab.factors(family("bert"), 2).speed());
    assertThat(lab.factors(family("vit"), 1).speed())
        .isLessThan(lab.factors(family("vit"), 2).speed());
  }

  @Test
  void workersOfOneKindLearnFromEachOther() {
    Learned learned = lab.learned;
    for (int i = 0; i < 60; i++) {
      run(learned, 1 + i % 3, "a100-80g", 10_000);
      run(learned, 4 + i % 3, "t4-16g", 40_000);
    }
    Factors fast = Appraisal.factors(TEST, learned.lessonsOf(99, "a100-80g"), learned.fleet(), 0);
    Factors slow = Appraisal.factors(TEST, learned.lessonsOf(98, "t4-16g"), learned.fleet(), 0);
    assertThat(fast.speed()).isGreaterThan(slow.speed() + 100);
    assertThat(learned.predict(TEST, 99, "a100-80g").p50Millis())
        .isLessThan(learned.predict(TEST, 98, "t4-16g").p50Millis() / 2);
  }

  private static void run(Learned learned, int worker, String hardware, long runMillis) {
    Estimate expected = learned.expect(TEST, worker, hardware);
    learned.ended(
        TEST, worker, hardware, expected, AttemptResult.succeeded(Map.of(), runMillis), 0);
  }

  /** The worker that {@code adaptive} takes, of those numbered 1 to {@code workers}. */
  private int best(int workers) {
    return IntStream.rangeClosed(1, workers)
        .boxed()
        .max(Comparator.comparingInt(worker -> lab.factors(TEST, worker).adaptive()))
        .orElseThrow();
  }
}
