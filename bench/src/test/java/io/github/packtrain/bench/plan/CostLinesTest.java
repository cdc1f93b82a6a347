package io.github.packtrain.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.place.PlacementCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the pages say of costs is what was measured, all of it in one run. */
class CostLinesTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @Test
  void eachPageHasTheCostThatWasMeasured() throws IOException {
    CostLines lines = CostLines.of(HOME.resolve("bench/results/plan-policies.json"));

    assertThat(lines.placements()).containsExactlyElementsOf(PlacementCatalog.BUILT_IN.names());
    for (String placement : lines.placements()) {
      String page = Files.readString(CostLines.page(HOME, placement)).replaceAll("\\s+", " ");
      assertThat(page)
          .as("%s: ./dev bench plan policies out=bench/results writes it anew", placement)
          .contains(lines.sentenceOf(placement));
    }
  }
}
