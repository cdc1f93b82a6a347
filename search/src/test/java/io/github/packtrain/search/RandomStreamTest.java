package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  /** The numbers were computed by another implementation, in Python. */
  @Test
  void theSameSeedAndIndexGiveTheSameNumbersForEver() {
    RandomStream stream = new RandomStream(7, 3);

    assertThat(new long[] {stream.nextLong(), stream.nextLong(), stream.nextLong(1_000)})
        .containsExactly(4231911988312032117L, -5365378057180061568L, 659);
    assertThat(stream.nextDouble()).isEqualTo(0.855704383851599);
    assertThat(stream.nextGaussian()).isEqualTo(0.8797420051912787);
  }

  @Test
  void neighbouringStreamsShareNothing() {
    Set<Long> numbers = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      for (int index = 0; index < 20; index++) {
        RandomStream stream = new RandomStream(seed, index);
        for (int i = 0; i < 100; i++) {
          assertThat(numbers.add(stream.nextLong())).isTrue();
        }
      }
    }
  }

  /** Each stream gives one suggestion, so the first numbers of many streams have to be uniform. */
  @Test
  void firstNumbersOfManyStreamsAreUniform() {
    int[] counts = new int[10];
    double sum = 0;
    double squares = 0;
    int n = 100_000;
    for (int index = 0; index < n; index++) {
      counts[new RandomStream(1, index).nextInt(10)]++;
      double gaussian = new RandomStream(2, index).nextGaussian();
      sum += gaussian;
      squares += gaussian * gaussian;
    }

    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - n / 10.0) * (count - n / 10.0) / (n / 10.0);
    }
    assertThat(chiSquare).as("9 degrees of freedom, 99.9 %%").isLessThan(27.9);
    assertThat(sum / n).isCloseTo(0, within(0.012));
    assertThat(squares / n).isCloseTo(1, within(0.02));
  }
}
