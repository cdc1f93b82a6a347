package io.github.packtrain.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The control plane keeps its laws under faults. A failure prints its seed and how to repeat it.
 */
final class SimulationTest {
  private static final int SEEDS = 500;
  private static final int REPLAYS = 50;

  @Test
  void lawsHoldUnderFaults() {
    List<Verdict> verdicts =
        LongStream.rangeClosed(1, SEEDS).parallel().mapToObj(Simulation::run).toList();
    assertThat(verdicts).allSatisfy(v -> assertThat(v.holds()).as(v::report).isTrue());
    assertThat(verdicts.stream().filter(verdict -> verdict.steals() > 0))
        .as("seeds in which an idle worker takes from another's local queue")
        .hasSizeGreaterThan(5);
  }

  @Test
  void sameSeedGivesTheSameBytes() {
    LongStream.rangeClosed(1, REPLAYS)
        .forEach(
            seed ->
                assertThat(Simulation.run(seed).hash())
                    .as("hash of all facts and effects of seed " + seed)
                    .isEqualTo(Simulation.run(seed).hash()));
  }

  @Test
  void differentSeedsGoDifferentWays() {
    long ways =
        LongStream.rangeClosed(1, REPLAYS).map(s -> Simulation.run(s).hash()).distinct().count();
    assertThat(ways).isEqualTo(REPLAYS);
  }

  /** A simulation in which nothing happens finds nothing. */
  @Test
  void enoughHappens() {
    long facts = LongStream.rangeClosed(1, REPLAYS).map(s -> Simulation.run(s).facts()).sum();
    assertThat(facts).isGreaterThan(50L * REPLAYS);
  }
}
