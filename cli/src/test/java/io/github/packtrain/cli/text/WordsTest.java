package io.github.packtrain.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
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
    assertThat(Words.findNearest(typed, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "xy", "cmd", "''"})
  void doesNotGuessWildly(String typed) {
    assertThat(Words.findNearest(typed, KNOWN)).isEmpty();
    assertThat(Words.hint(typed, KNOWN, "there are")).startsWith("there are: command, env");
  }
}
