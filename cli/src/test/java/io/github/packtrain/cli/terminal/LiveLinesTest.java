package io.github.packtrain.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(int width, boolean colour) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Terminal(stream, stream, 0, width, colour);
  }

  private String written() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawsOverItselfOnATerminal() {
    LiveLines lines = new LiveLines(terminal(20, true));
    lines.show(List.of("one", "a line that is too long for it"));
    lines.show(List.of("two"));
    lines.end();
    assertThat(written())
        .isEqualTo(
            "\r\u001b[Kone\n\r\u001b[Ka line that is too…\n\u001b[J"
                + "\u001b[2A\r\u001b[Ktwo\n\u001b[J"
                + "\u001b[1A\r\u001b[J");
  }

  @Test
  void printsPlainLinesElsewhereAndNotTooOften() {
    for (Terminal terminal : List.of(terminal(0, false), terminal(80, false))) {
      err.reset();
      LiveLines lines = new LiveLines(terminal);
      lines.show(List.of("one", "more"));
      lines.show(List.of("two", "more"));
      lines.say("better");
      lines.end();
      assertThat(written()).isEqualTo("one\nbetter\n");
    }
  }

  @Test
  void drawsBars() {
    assertThat(LiveLines.bar(0, 10)).isEqualTo("[....................]");
    assertThat(LiveLines.bar(5, 10)).isEqualTo("[##########..........]");
    assertThat(LiveLines.bar(12, 10)).isEqualTo("[####################]");
    assertThat(LiveLines.bar(1, 0)).isEqualTo("[....................]");
  }
}
