package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same study suggests the same on every machine and in every release: whoever restarts a
 * half-finished study under a newer Packtrain goes on where it stood. Each last suggestion depends
 * on all results before it.
 */
class SuggestionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          random    | sample | {"lr":3.314712836358031E-5,"dropout":0.3,"depth":10,"width":65,"op":"skip","bias":false}
          grid      | grid | {"lr":1.0E-5,"dropout":0.0,"depth":2,"width":10,"op":"pool","kernel":7,"bias":true}
          evolution | mutate(T25: width 505->197) | {"lr":0.0013566766981040655,"dropout":0.0,"depth":6,"width":197,"op":"pool","kernel":7,"bias":false}
          genetic   | crossover(T31, T27) | {"lr":4.3226758356230835E-4,"dropout":0.1,"depth":6,"width":501,"op":"pool","kernel":7,"bias":true}
          """)
  void theFortiethSuggestionIsPinned(String algorithm, String origin, String candidate) {
    StudyRun run =
        new StudyRun(
            StudyRun.spec(Spaces.ALL_KINDS, AlgorithmSpec.of(algorithm), Budget.of(40, 4), 2026));
    run.fill();
    while (run.study.progress().suggested() < 40) {
      List<Trial> running = run.study.running();
      Trial trial = running.get(running.size() / 2);
      run.complete(trial.number(), trial.candidate().json().length() % 17);
      run.fill();
    }

    assertThat(run.origin(40) + " | " + run.candidate(40)).isEqualTo(origin + " | " + candidate);
  }
}
