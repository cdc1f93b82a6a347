package io.github.packtrain.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each planted defect is found, and the table of which seed found it is printed. */
final class DefectsTest {
  /** Seeds within which {@code ./dev check} finds the defects that show quickly. */
  private static final int SEEDS_FAST = 16;

  /** Seeds within which each has to be found. */
  private static final int SEEDS_MAX = 2_000;

  /** Defects that show within {@link #SEEDS_FAST} at least. */
  private static final int FOUND_FAST_MIN = 25;

  @Test
  void mostPlantedDefectsAreFoundQuickly() {
    List<Defect> missed = search(SEEDS_FAST);
    assertThat(Defect.values().length - missed.size())
        .as("found within " + SEEDS_FAST + " seeds; not: " + missed)
        .isGreaterThanOrEqualTo(FOUND_FAST_MIN);
  }

  @Test
  @Tag("swarm")
  void everyPlantedDefectIsFound() {
    assertThat(search(SEEDS_MAX)).as("not found within " + SEEDS_MAX + " seeds").isEmpty();
  }

  private static List<Defect> search(int seeds) {
    List<Defect> missed = new ArrayList<>();
    for (Defect defect : Defect.values()) {
      OptionalLong seed = firstSeed(defect, seeds);
      System.out.printf(
          "%-26s %-8s %s%n",
          defect, seed.isPresent() ? "seed " + seed.getAsLong() : "missed", defect.text());
      if (seed.isEmpty()) {
        missed.add(defect);
      }
    }
    return missed;
  }

  /** The first seed that holds by itself and breaks with the defect. */
  private static OptionalLong firstSeed(Defect defect, int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .parallel()
        .filter(seed -> !Simulation.run(seed, defect.plant(), 0).holds())
        .filter(seed -> Simulation.run(seed).holds())
        .findFirst();
  }
}
