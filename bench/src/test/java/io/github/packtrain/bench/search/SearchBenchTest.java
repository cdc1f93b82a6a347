package io.github.packtrain.bench.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Study;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchBenchTest {

  @Test
  void evolutionIsBetterThanRandomSearchWithTheSameBudget() throws IOException {
    ArchitectureTable table = table();
    Series evolution = Series.evolution(10);
    Series random =
        new Series("random", Series.random(10).algorithm(), evolution.budget(), 10, 0, 100);

    double found = evolution.run(table).mean();
    double drawn = random.run(table).mean();

    // Random search at 200 evaluations: 92.941, deviation 0.108; of 10 runs: 0.034.
    assertThat(drawn).isCloseTo(92.941, within(0.14));
    assertThat(found).isGreaterThan(drawn + 0.07);
  }

  @Test
  void allWorkersAreBusyAndTheResultIsTheTables() throws IOException {
    ArchitectureTable table = table();
    Series evolution = Series.evolution(1);
    Study study = evolution.study(table, 3);

    assertThat(study.spec().budget()).isEqualTo(Budget.of(200, 8));
    assertThat(study.trials()).hasSize(200).allMatch(trial -> trial.isCompleted());
    assertThat(study.findTrial(9).orElseThrow().suggestedAtMillis())
        .as("the ninth waits for the shortest of the first eight")
        .isEqualTo(
            study.trials().subList(0, 8).stream()
                .mapToLong(trial -> table.lookUp(trial.candidate()).flops())
                .min()
                .orElseThrow());
  }

  @Test
  void withoutTheTableItSaysWhatItSkipped(@TempDir Path empty) throws IOException {
    ByteArrayOutputStream talk = new ByteArrayOutputStream();
    Path missing = empty.resolve("none.csv");
    int code =
        SearchBench.run(
            List.of("--table", missing.toString()),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(talk, true, UTF_8));

    assertThat(code).isZero();
    assertThat(talk.toString(UTF_8))
        .contains("skipped: random search and evolution; there is no table " + missing);
  }

  /** The table lies beside the repository; the tests run in the module's directory. */
  private static ArchitectureTable table() throws IOException {
    Path csv = Path.of("../../shared/data/nas_bench_macro/nas_bench_macro.csv");
    assumeTrue(Files.isRegularFile(csv), () -> "skipped: there is no table " + csv);
    return ArchitectureTable.read(csv);
  }
}
