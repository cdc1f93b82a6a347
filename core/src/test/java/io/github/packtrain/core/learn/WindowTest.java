package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 64})
  void holdsTheLatestAndFindsTheirQuantiles(int capacity) {
    long seed = 4200 + capacity;
    SplittableRandom random = new SplittableRandom(seed);
    Window window = new Window(capacity);
    List<Integer> latest = new ArrayList<>();
    for (int step = 0; step < 2_000; step++) {
      int value = random.nextInt(random.nextBoolean() ? 5 : 10_000) - 100;
      window.add(value);
      latest.add(value);
      if (latest.size() > capacity) {
        latest.removeFirst();
      }
      String where = "seed " + seed + ", step " + step;
      assertThat(window.size()).as(where).isEqualTo(latest.size());
      int index = random.nextInt(latest.size());
      assertThat(window.arrival(index)).as(where).isEqualTo(latest.get(index));
      int level = random.nextInt(1_000_001);
      assertThat(window.quantile(level)).as(where).isEqualTo(quantile(latest, level));
    }
  }

  private static int quantile(List<Integer> values, int levelPpm) {
    List<Integer> sorted = values.stream().sorted().toList();
    long place = (long) StrictMath.ceil(levelPpm * (sorted.size() + 1.0) / 1e6);
    return sorted.get((int) Math.max(0, Math.min(sorted.size() - 1, place - 1)));
  }

  @Test
  void theMedianOfThreeIsTheMiddleOne() {
    Window window = new Window(12);
    List.of(30, 10, 20).forEach(window::add);
    assertThat(window.quantile(500_000)).isEqualTo(20);
    assertThat(window.quantile(900_000)).isEqualTo(30);
  }
}
