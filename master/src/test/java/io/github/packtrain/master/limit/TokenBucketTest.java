package io.github.packtrain.master.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
  private long nowNanos;
  private final TokenBucket bucket = new TokenBucket(10, () -> nowNanos);

  private void pass(long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void twoSecondsWorthMayComeAtOnce() {
    for (int i = 0; i < 20; i++) {
      assertThat(bucket.take(1)).isZero();
    }
    assertThat(bucket.take(1)).isEqualTo(100);
    pass(99);
    assertThat(bucket.take(1)).isPositive();
    pass(1);
    assertThat(bucket.take(1)).isZero();
    assertThat(bucket.take(1)).isPositive();
  }

  @Test
  void whatIsLargerThanTheBucketIsPaidForAfterwards() {
    assertThat(bucket.take(120)).isZero();
    assertThat(bucket.take(1)).as("100 are owed").isEqualTo(10_100);
    pass(10_000);
    assertThat(bucket.take(1)).isPositive();
    pass(100);
    assertThat(bucket.take(1)).isZero();
  }

  @Test
  void aLongPauseFillsItOnlyToTheBrim() {
    pass(3_600_000);
    assertThat(bucket.take(20)).isZero();
    assertThat(bucket.take(1)).isPositive();
  }
}
