package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link CorePropertyTest}, many more and longer voyages. */
@Tag("swarm")
class CoreSwarmTest {
  private static final int SEEDS = Integer.getInteger("seeds", 20_000);
  private static final int STEPS = 600;
  private static final long FIRST = Long.getLong("seed", 1_000_000);

  @Test
  void lawsHoldOnLongVoyages() {
    int seeds = System.getProperty("seed") == null ? SEEDS : 1;
    for (long seed = FIRST; seed < FIRST + seeds; seed++) {
      List<String> violations = Voyage.violations(seed, STEPS, new Rig());
      assertThat(violations)
          .as("seed %d; again with: ./dev swarm -pl core -am -Dtest=CoreSwarmTest -Dseed=%<d", seed)
          .isEmpty();
    }
  }
}
