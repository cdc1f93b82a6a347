package io.github.packtrain.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Pace pace = new Pace(nanos::get);

  @Test
  void aBurstPassesWhole() {
    assertThat(passed(1, Pace.BURST)).isEqualTo(steps(1, Pace.BURST));
    assertThat(pace.finish()).isEmpty();
  }

  @Test
  void ofAFloodTheNewestIsKept() {
    assertThat(passed(1, 10_000)).isEqualTo(steps(1, Pace.BURST));
    assertThat(pace.finish()).map(Measurement::step).hasValue(10_000L);
    assertThat(pace.finish()).isEmpty();
  }

  @Test
  void aLastingFloodIsCutToItsRate() {
    passed(1, Pace.BURST);
    int seconds = 60;
    List<Long> passed = new ArrayList<>();
    for (int i = 0; i < seconds * 1_000; i++) {
      nanos.addAndGet(1_000_000);
      passed.addAll(passed(i, i));
    }
    assertThat(passed).hasSize(seconds * Pace.PER_SECOND).isSorted();
  }

  @Test
  void silenceEarnsOneBurstAndNoMore() {
    passed(1, 10_000);
    nanos.addAndGet(86_400_000_000_000L);
    assertThat(passed(1, 10_000)).hasSize(Pace.BURST);
  }

  private List<Long> passed(long first, long last) {
    List<Long> passed = new ArrayList<>();
    for (long step = first; step <= last; step++) {
      pace.pass(new Measurement(step, Map.of("a", 1.0))).ifPresent(m -> passed.add(m.step()));
    }
    return passed;
  }

  private static List<Long> steps(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
