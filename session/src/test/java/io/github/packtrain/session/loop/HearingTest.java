package io.github.packtrain.session.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** What a silence means: heartbeats of 1 s, lost after 3 s, a look every quarter of a second. */
final class HearingTest {
  private static final long TICK = 250;
  private static final long START = 1_000_000;

  private final Hearing hearing = new Hearing(LoopOptions.of(1, 1_000, 3_000), START);
  private final List<String> lost = new ArrayList<>();
  private long now = START;

  /** Time passes; worker i speaks every second while {@code speaks} says so of its number. */
  private void run(int workers, long untilMillis, LongPredicate speaks) {
    for (; now <= START + untilMillis; now += TICK) {
      for (int i = 1; i <= workers; i++) {
        if ((now - START) % 1_000 == 0 && speaks.test(i)) {
          hearing.heard(new WorkerId(i), now);
        }
      }
      for (WorkerId worker : hearing.findLost(now)) {
        hearing.lost(worker);
        lost.add(worker + " at " + (now - START));
      }
    }
  }

  private void allSpeak(int workers) {
    run(workers, 5_000, _ -> true);
    assertThat(lost).isEmpty();
  }

  @Test
  void oneOfManyIsLostAfterItsTime() {
    allSpeak(10);
    run(10, 20_000, i -> i != 7);
    assertThat(lost).containsExactly("W7 at 8250");
  }

  @Test
  void aSilentWorkerIsQuietAfterHalfOfTheTimeAndNoMoreWhenItSpeaks() {
    allSpeak(3);
    run(3, 6_500, i -> i != 2);
    assertThat(hearing.isQuiet(new WorkerId(2))).isFalse();
    run(3, 6_750, i -> i != 2);
    assertThat(hearing.isQuiet(new WorkerId(2))).isTrue();
    assertThat(hearing.isQuiet(new WorkerId(1))).isFalse();

    assertThat(hearing.heard(new WorkerId(2), now)).isTrue();

    assertThat(hearing.isQuiet(new WorkerId(2))).isFalse();
    assertThat(hearing.heard(new WorkerId(2), now)).isFalse();
  }

  @Test
  void fiveOfTenAreNoCrowd() {
    allSpeak(10);
    run(10, 9_000, i -> i > 5);
    assertThat(lost).hasSize(5).allMatch(line -> line.endsWith("at 8250"));
  }

  @Test
  void sixOfTenMeanThatItIsUsUntilFourTimesTheTime() {
    allSpeak(10);
    run(10, 17_000, i -> i > 6);
    assertThat(lost).isEmpty();
    run(10, 18_000, i -> i > 6);
    assertThat(lost).hasSize(6).allMatch(line -> line.endsWith("at 17250"));
  }

  @Test
  void whoeverStaysSilentWhenTheOthersAreBackHasTheFullTimeOnceMore() {
    allSpeak(10);
    run(10, 9_900, _ -> false);
    assertThat(lost).isEmpty();
    run(10, 30_000, i -> i != 3);
    assertThat(lost).containsExactly("W3 at 13250");
  }

  @Test
  void nobodyIsLostWhenAllComeBack() {
    allSpeak(2);
    run(2, 15_000, _ -> false);
    run(2, 40_000, _ -> true);
    assertThat(lost).isEmpty();
  }

  @Test
  void aWorkerAloneIsNoCrowd() {
    allSpeak(1);
    run(1, 9_000, _ -> false);
    assertThat(lost).containsExactly("W1 at 8250");
  }

  @Test
  void thoseThatAreLostAlreadyAreNotCounted() {
    allSpeak(10);
    run(10, 12_000, i -> i > 5);
    lost.clear();
    run(10, 18_000, i -> i > 7);
    assertThat(lost).containsExactly("W6 at 15250", "W7 at 15250");
  }

  @Test
  void ourOwnSleepIsNobodysSilence() {
    allSpeak(4);
    now += 20_000;
    hearing.slept(20_000, now);
    run(4, 60_000, _ -> true);
    assertThat(lost).isEmpty();
  }

  @Test
  void afterALongSleepOfOursNobodyIsLostUntilFourTimesTheTimeHasPassed() {
    allSpeak(10);
    now += 20_000;
    hearing.slept(20_000, now);
    long woke = now - START;
    // A redial takes W3 eleven seconds; W7 died while we slept.
    run(10, woke + 11_000, i -> i != 3 && i != 7);
    assertThat(lost).isEmpty();
    run(10, woke + 20_000, i -> i != 7);
    assertThat(lost).containsExactly("W7 at " + (woke + 12_000));
  }

  @Test
  void aMasterThatIsStarvedCountsOnlyTheTimeThatItWasAwake() {
    allSpeak(10);
    // It gets a turn every second and has then a tick's worth of time.
    for (int turn = 0; turn < 10; turn++) {
      now += 1_000 - TICK;
      hearing.slept(1_000 - TICK, now);
      assertThat(hearing.findLost(now)).isEmpty();
      now += TICK;
    }
    assertThat(hearing.silenceOf(new WorkerId(1), now)).isEqualTo("silent for 2750 ms");
  }

  @Test
  void whoWasHeardAfterWeWokeIsNotHeardInTheFuture() {
    allSpeak(2);
    now += 20_000;
    hearing.heard(new WorkerId(1), now);
    hearing.slept(20_000, now);
    assertThat(hearing.silenceOf(new WorkerId(1), now)).isEqualTo("silent for 0 ms");
  }
}
