package io.github.packtrain.core.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.order.Experience.Sample;
import io.github.packtrain.model.Rejection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrdersTest {
  @Test
  void unknownNamesAreRefusedWithTheListOfKnownOnes() {
    Rejection problem = Orders.problemOf("lottery", Map.of()).orElseThrow();
    assertThat(problem.code()).isEqualTo("ORDER_UNKNOWN");
    assertThat(problem.hint()).contains(Orders.names());
    assertThat(Orders.names())
        .containsExactly(
            "edf", "fair_share", "fifo", "gittins", "las", "priority", "sjf", "srsf", "srtf");
  }

  @Test
  void eachIsKnownByItsNameAndNoneTakesWorkBackByItself() {
    for (String name : Orders.names()) {
      Order order = Orders.of(name, Map.of());
      assertThat(order.name()).isEqualTo(name);
      assertThat(order.repack()).as(name).isFalse();
      assertThat(Orders.of(name, Map.of("repack", "true")).repack()).as(name).isTrue();
    }
  }

  @Test
  void unknownOptionsAreRefusedWithTheListOfKnownOnes() {
    Rejection problem = Orders.problemOf("las", Map.of("levels", "3")).orElseThrow();
    assertThat(problem.message()).contains("levels");
    assertThat(problem.why()).contains("ignore_priority, limits, repack");
  }

  @Test
  void equalStandingGivesEqualKeysSoThatArrivalDecides() {
    Experience seen = new Experience(List.of(new Sample(1_000, 50), new Sample(2_000, 10)));
    for (String name : Orders.names()) {
      Order order = Orders.of(name, Map.of());
      assertThat(order.key(job(100, 5), seen)).as(name).isEqualTo(order.key(job(100, 5), seen));
    }
  }

  @Test
  void nothingLearnedIsNotTakenForNoTimeAtAll() {
    Order order = Orders.of("gittins", Map.of());
    long fresh = order.key(job(0, 0), Experience.NONE);
    assertThat(fresh).isPositive();
    assertThat(order.key(job(0, 3_600_000), Experience.NONE)).isGreaterThanOrEqualTo(fresh);
    Experience one = new Experience(List.of(new Sample(1_000, 1)));
    assertThat(order.key(job(0, 0), one)).as("one short task is no proof").isPositive();
  }

  @Test
  void whoOutlivedTheShortOnesIsExpectedToBeLong() {
    Order order = Orders.of("gittins", Map.of());
    Experience seen =
        new Experience(
            Stream.concat(
                    Stream.generate(() -> new Sample(1_000, 60_000)).limit(100),
                    Stream.generate(() -> new Sample(1_000, 36_000_000)).limit(100))
                .toList());
    assertThat(order.key(job(0, 61_000), seen)).isGreaterThan(100 * order.key(job(0, 0), seen));
  }

  @Test
  void limitsAreReviewedInTime() {
    Order order = Orders.of("las", Map.of("limits", "100s"));
    Standing four = new Standing(50, 1, 0, 0, 4, 4, 1_000, 0, 0, 0);
    assertThat(order.reviewAfterMillis(four)).isEqualTo(25_000);
    Standing past = new Standing(50, 1, 0, 0, 4, 4, 1_000, 100_000, 100_000, 0);
    assertThat(order.key(past, Experience.NONE)).isEqualTo(1);
    assertThat(order.reviewAfterMillis(past)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void hugeNumbersDoNotTurnRound() {
    Standing huge = new Standing(100, 1, 0, Long.MAX_VALUE, 1_000_000, 1, 8_000, 0, 0, 0);
    for (String name : List.of("sjf", "srtf", "srsf")) {
      assertThat(Orders.of(name, Map.of()).key(huge, Experience.NONE)).as(name).isPositive();
    }
  }

  private static Standing job(long estimateMillis, long servedMillis) {
    return new Standing(
        50, 1, 0, estimateMillis, 1, 1, 1_000, servedMillis, servedMillis, servedMillis);
  }
}
