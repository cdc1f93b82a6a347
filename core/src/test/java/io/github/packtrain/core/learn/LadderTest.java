package io.github.packtrain.core.learn;

import static io.github.packtrain.core.learn.Lab.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What run-time prediction rests on, and how far. */
class LadderTest {
  private static final Percentage CLOSE = Percentage.withPercentage(5);
  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource({
    "benchmark,120000",
    "test,60000",
    "custom,90000",
    "long-running,300000",
    "data,180000",
    "something else,90000"
  })
  void whoKnowsNothingSaysTheDefaultOfTheKind(String kind, long millis) {
    Prediction predicted = lab.learned.predict(Subject.ofKind(kind));
    assertThat(predicted.p50Millis()).isCloseTo(millis, CLOSE);
    assertThat(predicted.p90Millis()).isGreaterThan(2 * millis);
    assertThat(predicted.rung()).isEqualTo(Rung.DEFAULT);
    assertThat(predicted.observations()).isZero();
  }

  @Test
  void theMostSpecificEvidenceIsNamed() {
    Subject bert = new Subject(7, "bert/1", "bert", "test", 0, 0, List.of());
    lab.runs(bert, 1, 10_000);
    assertThat(lab.predicts(bert, 1).rung()).isEqualTo(Rung.TASK_ON_WORKER);
    assertThat(lab.predicts(bert, 2).rung()).isEqualTo(Rung.TASK);
    Subject other = new Subject(8, "bert/1", "bert", "test", 0, 0, List.of());
    assertThat(lab.predicts(other, 1).rung()).isEqualTo(Rung.MODEL);
    assertThat(lab.predicts(task(9, "test"), 1).rung()).isEqualTo(Rung.KIND);
    assertThat(lab.predicts(task(9, "data"), 1).rung()).isEqualTo(Rung.ALL);
  }

  @Test
  void aTaskThatRunsAlikeIsKnownAfterAFewRuns() {
    for (int i = 0; i < 4; i++) {
      lab.runs(task(1, "test"), 1, 20_000);
    }
    Prediction predicted = lab.predicts(task(1, "test"), 1);
    assertThat(predicted.p50Millis()).isCloseTo(20_000, CLOSE);
    assertThat(predicted.p90Millis()).isBetween(20_000L, 40_000L);
  }

  @Test
  void oneRunMovesTheExpectationAndIsNotTakenForCertain() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      lab.runs(task(100 + i, "test"), 1, 50_000 + random.nextInt(100_000));
    }
    long before = lab.predicts(task(1, "test"), 2).p50Millis();
    lab.runs(task(1, "test"), 2, 20_000);
    Prediction after = lab.predicts(task(1, "test"), 2);
    assertThat(after.p50Millis()).isBetween(20_000L, before / 2);
    assertThat(after.p90Millis()).isGreaterThan(2 * after.p50Millis());
  }

  @Test
  void theSameTaskOnThisWorkerCountsForMoreThanElsewhere() {
    for (int i = 0; i < 10; i++) {
      lab.runs(task(1, "test"), 1, 10_000).runs(task(1, "test"), 2, 40_000);
    }
    assertThat(lab.predicts(task(1, "test"), 1).p50Millis()).isLessThan(13_000);
    assertThat(lab.predicts(task(1, "test"), 2).p50Millis()).isGreaterThan(32_000);
  }

  @Test
  void aChangeIsFollowedWithinADozenRuns() {
    for (int i = 0; i < 300; i++) {
      lab.runs(task(1, "test"), 1, 10_000);
    }
    for (int i = 0; i < 12; i++) {
      lab.runs(task(1, "test"), 1, 80_000);
    }
    assertThat(lab.predicts(task(1, "test"), 1).p50Millis()).isGreaterThan(60_000);
  }

  @Test
  void twiceTheSizeTakesTwiceAsLongUntilLearnedOtherwise() {
    Subject usual = new Subject(0, "", "", "test", 0, 0, List.of());
    Subject large = new Subject(0, "", "", "test", 4 * LogTime.OCTAVE, 0, List.of());
    for (int i = 0; i < 50; i++) {
      lab.runs(usual, 1, 10_000);
    }
    assertThat(lab.predicts(large, 1).p50Millis()).isCloseTo(160_000, CLOSE);
    for (int i = 0; i < 400; i++) {
      lab.runs(usual, 1, 10_000).runs(large, 1, 40_000);
    }
    assertThat(lab.predicts(usual, 1).p50Millis()).isCloseTo(10_000, Percentage.withPercentage(25));
    assertThat(lab.predicts(large, 1).p50Millis()).isCloseTo(40_000, Percentage.withPercentage(25));
  }

  @Test
  void whatFailedTeachesNoRunTime() {
    for (int i = 0; i < 50; i++) {
      lab.fails(task(1, "test"), 1, 5);
    }
    assertThat(lab.predicts(task(1, "test"), 1).p50Millis()).isCloseTo(60_000, CLOSE);
  }

  @Test
  void lookingLeavesNoTrace() {
    lab.runs(task(1, "test"), 1, 10_000).runs(task(2, "data"), 2, 20_000);
    List<Lesson> before = lab.learned.snapshot();
    lab.predicts(task(1, "test"), 1);
    lab.factors(task(3, "custom"), 9);
    lab.learned.kinds();
    assertThat(lab.learned.snapshot()).isEqualTo(before);
  }

  @Test
  void tablesAreBoundedAndForgetWhatWasLearnedLongestAgo() {
    for (int i = 1; i <= 2 * Rung.TASK.keysMax(); i++) {
      lab.runs(task(i, "test"), 1, 1_000);
    }
    assertThat(lab.learned.keysByRung().get(Rung.TASK.ordinal())).isEqualTo(Rung.TASK.keysMax());
    assertThat(lab.predicts(task(1, "test"), 2).rung()).isEqualTo(Rung.KIND);
    assertThat(lab.predicts(task(2 * Rung.TASK.keysMax(), "test"), 2).rung()).isEqualTo(Rung.TASK);
  }
}
