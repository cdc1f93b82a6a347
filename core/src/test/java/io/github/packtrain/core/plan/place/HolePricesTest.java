package io.github.packtrain.core.plan.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Demand.Entry;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Holes are worth what their dearest filling is, at the prices of a whole packing. */
class HolePricesTest {
  @Test
  void aHoleThatNobodyWillFillIsWorthNothing() {
    HolePrices prices = prices(810, 60, 470, 60, 160, 8);
    assertThat(prices.worth(1_000)).isEqualTo(1_000);
    assertThat(prices.worth(810)).as("needs a device of its own").isGreaterThan(950);
    assertThat(prices.worth(190)).as("a 160 beside an 810 is rare").isLessThan(50);
    assertThat(prices.worth(530)).as("two to a device").isBetween(450, 550);
    assertThat(prices.worth(150)).isZero();
  }

  @Test
  void aHoleThatManyCanFillIsWorthItsSize() {
    HolePrices prices = prices(500, 10, 250, 10, 100, 100);
    for (int hole = 100; hole <= 1_000; hole += 100) {
      assertThat(prices.worth(hole)).isBetween(hole - 10, hole + 10);
    }
  }

  @Test
  void aBiggerHoleIsNeverWorthLess() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] pairs = new int[20];
      for (int i = 0; i < pairs.length; i += 2) {
        pairs[i] = 10 * (1 + random.nextInt(99));
        pairs[i + 1] = 1 + random.nextInt(100);
      }
      HolePrices prices = prices(pairs);
      for (int hole = 10; hole <= 1_000; hole += 10) {
        assertThat(prices.worth(hole))
            .as("seed %d", seed)
            .isBetween(prices.worth(hole - 10), 1_000);
      }
      assertThat(prices.worth(1_000)).as("seed %d", seed).isEqualTo(1_000);
    }
  }

  @Test
  void withoutDemandNothingIsWorthAnything() {
    assertThat(prices().worth(1_000)).isZero();
  }

  private static HolePrices prices(int... milliAndCount) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < milliAndCount.length; i += 2) {
      GpuRequest gpu = GpuRequest.share(milliAndCount[i], 0);
      entries.add(new Entry(new Request(Resources.NONE, gpu, Map.of()), milliAndCount[i + 1]));
    }
    return HolePrices.of(TypicalRequests.merged(new Demand(entries), 15, 64));
  }
}
