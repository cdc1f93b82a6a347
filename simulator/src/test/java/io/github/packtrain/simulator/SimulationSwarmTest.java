package io.github.packtrain.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many seeds. One of them again, with its last steps: {@code ./dev swarm -pl simulator -am
 * -Dtest=SimulationSwarmTest -Dseed=42}; {@code -Dlines=5000} gives more of its steps, {@code
 * -Ddefect=NAME} plants a defect.
 */
@Tag("swarm")
final class SimulationSwarmTest {
  private static final int SEEDS = 10_000;
  private static final int REPLAYS = 1_000;

  @Test
  void lawsHoldUnderFaults() {
    int lines = Integer.getInteger("lines", Verdict.LINES);
    seeds(SEEDS)
        .parallel()
        .mapToObj(seed -> Simulation.run(seed, planted(), lines))
        .forEach(verdict -> assertThat(verdict.holds()).as(verdict::report).isTrue());
  }

  private static LongStream seeds(int count) {
    Long only = Long.getLong("seed");
    return only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
  }

  private static Sabotage planted() {
    return Optional.ofNullable(System.getProperty("defect"))
        .map(Defect::valueOf)
        .map(Defect::plant)
        .orElse(Sabotage.NONE);
  }

  @Test
  void sameSeedGivesTheSameBytes() {
    seeds(REPLAYS)
        .parallel()
        .forEach(
            seed ->
                assertThat(Simulation.run(seed).hash())
                    .as("hash of all facts and effects of seed " + seed)
                    .isEqualTo(Simulation.run(seed).hash()));
  }
}
