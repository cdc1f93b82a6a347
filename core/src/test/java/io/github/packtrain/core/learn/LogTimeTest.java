package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {
  @ParameterizedTest
  @ValueSource(longs = {100, 999, 1_000, 1_023, 1_025, 90_000, 3_600_000, 86_400_000_000L})
  void thereAndBackIsWithinAStep(long millis) {
    assertThat(LogTime.toMillis(LogTime.of(millis)))
        .isCloseTo(millis, Percentage.withPercentage(1));
  }

  @ParameterizedTest
  @CsvSource({"-5,0", "0,0", "1,0", "2,256", "4,512", "1024,2560", "9223372036854775807,10240"})
  void isTheLogarithmWithinItsBounds(long millis, int log) {
    assertThat(LogTime.of(millis)).isEqualTo(log);
  }

  @Test
  void neverFallsWhereTimeGrows() {
    int before = 0;
    for (long millis = 1; millis < 1L << 40; millis += 1 + millis / 300) {
      int log = LogTime.of(millis);
      assertThat(log).as("%d ms", millis).isGreaterThanOrEqualTo(before);
      before = log;
    }
  }

  @Test
  void ratiosAreDifferences() {
    assertThat(LogTime.toRatioMilli(256)).isEqualTo(2_000);
    assertThat(LogTime.toRatioMilli(-256)).isEqualTo(500);
    assertThat(LogTime.ofRatioMilli(4_000)).isBetween(511, 513);
  }
}
