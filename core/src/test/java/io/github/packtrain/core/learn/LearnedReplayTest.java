package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same starts and ends give the same state, also by way of a snapshot at any time. */
class LearnedReplayTest {
  private static final int STEPS = 3_000;

  private record Running(Subject subject, int worker, long expected) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void snapshotAndReplayComeToTheSame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Learned live = new Learned();
    Learned other = new Learned();
    ArrayDeque<Running> running = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(200) == 0) {
        other = restored(other);
      }
      Subject subject = subject(random);
      int worker = 1 + random.nextInt(5);
      Estimate expected = live.expect(subject, worker, "cpu");
      assertThat(other.expect(subject, worker, "cpu"))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(expected);
      running.add(new Running(subject, worker, expected.packed()));
      while (running.size() > random.nextInt(8)) {
        Running ended = running.remove();
        AttemptResult result = result(random);
        long at = 1_000L * step;
        for (Learned each : List.of(live, other)) {
          Estimate then = Estimate.unpack(ended.expected());
          each.ended(ended.subject(), ended.worker(), "cpu", then, result, at);
        }
      }
      if (random.nextInt(500) == 0) {
        live.forgetWorker(worker);
        other.forgetWorker(worker);
      }
    }
    assertThat(other.snapshot()).as("seed %d", seed).isEqualTo(live.snapshot());
    assertThat(other.kinds()).isEqualTo(live.kinds());
    assertThat(other.coverage()).isEqualTo(live.coverage());
  }

  private static Learned restored(Learned from) {
    Learned restored = new Learned();
    from.snapshot().forEach(restored::restore);
    return restored;
  }

  private static Subject subject(SplittableRandom random) {
    int kind = random.nextInt(3);
    String family = random.nextBoolean() ? "" : "family" + random.nextInt(2);
    return new Subject(
        random.nextInt(40),
        family.isEmpty() ? "" : family + "-" + random.nextInt(3),
        family,
        "kind" + kind,
        random.nextInt(3) == 0 ? random.nextInt(1_000) : 0,
        random.nextInt(3) == 0 ? random.nextInt(1_000) : 0,
        random.nextInt(3) == 0 ? List.of("data" + random.nextInt(2)) : List.of());
  }

  private static AttemptResult result(SplittableRandom random) {
    Outcome[] outcomes = Outcome.values();
    Outcome outcome =
        random.nextInt(3) > 0 ? Outcome.SUCCEEDED : outcomes[random.nextInt(outcomes.length)];
    long runMillis = (long) StrictMath.exp(8 + 2 * random.nextGaussian());
    return new AttemptResult(outcome, 0, 0, "", Map.of(), runMillis);
  }
}
