package io.github.packtrain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> KNOWN =
      List.of("command", "env", "max_parallel", "--name", "ps", "submit");

  @ParameterizedTest
  @CsvSource({
    "comand, command",
    "commnad, command",
    "maxparallel, max_parallel",
    "max-paralel, max_parallel",
    "--nmae, --name",
    "sumbit, submit",
    "pss, ps",
    "COMMAND, command"
  })
  void findsTheWordThatWasMeant(String typed, String meant) {
    assertThat(Spelling.findNearest(typed, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "xy", "p", "cmd", "''"})
  void doesNotGuessWildly(String typed) {
    assertThat(Spelling.findNearest(typed, KNOWN)).isEmpty();
    assertThat(Spelling.hint(typed, KNOWN)).startsWith("known are command, env");
  }

  @Test
  void aHintNamesTheNearestAndAllThatIsKnown() {
    assertThat(Spelling.hint("noob", List.of("noop", "sleep")))
        .isEqualTo("did you mean 'noop'? known are noop, sleep");
    assertThat(Spelling.hint("noop", List.of())).isEqualTo("none is known");
  }

  @Test
  void aTextTooLongForASlipIsNotCompared() {
    assertThat(Spelling.findNearest("x".repeat(65), List.of("x".repeat(64)))).isEmpty();
  }
}
