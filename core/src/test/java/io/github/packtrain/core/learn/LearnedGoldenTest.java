package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What is learned is made anew from the journals of earlier releases: the same attempts must teach
 * the same, also when the tables are full and let go of what is oldest.
 */
class LearnedGoldenTest {
  private static final long SEED = 4;
  private static final int ATTEMPTS = 60_000;
  private static final int WORKERS = 40;
  private static final Outcome[] OUTCOMES = Outcome.values();

  @Test
  void theSameAttemptsTeachTheSameInEveryRelease() {
    Learned learned = new Learned();
    List<Subject> subjects = subjects();
    long hash = 1;
    long nowMillis = 1_800_000_000_000L;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < ATTEMPTS; i++) {
      Subject subject = subjects.get(random.nextInt(1 + random.nextInt(subjects.size())));
      int worker = 1 + random.nextInt(WORKERS);
      String hardware = "hardware" + worker % 3;
      Estimate expected = learned.expect(subject, worker, hardware);
      hash = 31 * hash + expected.packed() + expected.observations();
      nowMillis += random.nextInt(3_000);
      learned.ended(subject, worker, hardware, expected, result(random, worker), nowMillis);
      if (random.nextInt(5_000) == 0) {
        learned.forgetWorker(worker);
      }
    }
    for (Lesson row : learned.snapshot()) {
      hash = 31 * hash + row.table().number();
      hash = 31 * hash + row.key().hashCode();
      hash = 31 * hash + row.numbers().hashCode();
    }
    assertThat(hash).isEqualTo(-1_650_406_598_393_300_357L);
  }

  private static AttemptResult result(SplittableRandom random, int worker) {
    long millis = (long) (1_000 * worker * StrictMath.pow(2, 4 * random.nextDouble()));
    if (random.nextInt(10) > 0) {
      return AttemptResult.succeeded(Map.of(), millis);
    }
    Outcome outcome = OUTCOMES[random.nextInt(OUTCOMES.length)];
    return new AttemptResult(outcome, 1, 0, "", Map.of(), millis);
  }

  /** More than the tables hold, some with families, shares, sizes and models, some without. */
  private static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      String kind = i % 7 == 0 ? "benchmark" : "kind" + i % 300;
      String model = i % 2 == 0 ? "" : "model" + i % 1_501;
      String family = i % 3 == 0 ? "" : "family" + i % 90;
      List<String> shares = i % 5 == 0 ? List.of("data" + i % 80) : List.of();
      subjects.add(new Subject(i % 4 == 0 ? 0 : i, model, family, kind, i % 6, i % 8, shares));
    }
    return subjects;
  }
}
