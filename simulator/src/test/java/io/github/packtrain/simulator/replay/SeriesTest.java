package io.github.packtrain.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeriesTest {
  @Test
  void averagesOverEachSpan() {
    Series.Recorder recorder = new Series.Recorder();
    recorder.add(0, 1, 100, 0, 0, 0, 3, 1);
    recorder.add(1, 1_024, 50, 0, 0, 0, 0, 1);
    Series series = recorder.series(1_024, 1);
    assertThat(series.spanSeconds()).isEqualTo(2);
    assertThat(series.points()).hasSize(512);
    assertThat(series.points().getFirst().gpuPercent()).isEqualTo(75);
    assertThat(series.points().getFirst().waiting()).isEqualTo(1.5);
    assertThat(series.points().getLast().gpuPercent()).isEqualTo(50);
  }

  @Test
  void keepsTheSumHoweverLongItGets() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Series.Recorder recorder = new Series.Recorder();
      double sum = 0;
      long now = 0;
      for (int i = 0; i < 500; i++) {
        long next = now + random.nextLong(1L << random.nextInt(24));
        double value = random.nextInt(100);
        recorder.add(now, next, value, 0, 0, 0, 0, 0);
        sum += value * (next - now);
        now = next;
      }
      Series series = recorder.series(now, 1);
      double shown = 0;
      for (Series.Point point : series.points()) {
        shown += point.gpuPercent() * Math.min(series.spanSeconds(), now - point.second());
      }
      assertThat(series.points()).as("seed %d", seed).hasSizeBetween(256, 512);
      assertThat(shown).as("seed %d", seed).isCloseTo(sum, within(sum * 1e-9));
    }
  }
}
