package io.github.packtrain.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which commands of a document are run, and that a planted mistake in one is found. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DocScriptTest {
  private static final String PAGE =
      """
      # Title
      ```bash
      NAME=wolf
      ./dev check
      ```
      ```yaml
      not: run
      ```
      <!-- not run: it needs a second machine -->
      ```sh
      exit 1
      ```
      A session:
      ```console
      $ echo "$NAME" > \\
          name.txt
      what it prints
      $ test -e model && cat name.txt
      wolf
      ```
      <!-- exits: 3 -->
      ```sh
      (exit 3)
      ```
      """;

  @TempDir Path directory;
  private int runs;

  @Test
  void takesTheCommandsAndCountsWhatIsLeftOut() {
    DocScript script = DocScript.parse("PAGE.md", PAGE);
    assertThat(script.blocks())
        .containsExactly(
            new DocScript.Block(2, "NAME=wolf\n", 0),
            new DocScript.Block(
                14, "echo \"$NAME\" > \\\n    name.txt\ntest -e model && cat name.txt\n", 0),
            new DocScript.Block(22, "(exit 3)\n", 3));
    assertThat(script.left()).containsExactly("PAGE.md:10: it needs a second machine");
  }

  @Test
  void runsThemInOneShell() throws Exception {
    assertThat(run(PAGE)).isEmpty();
    assertThat(directory.resolve("run0/packtrain/name.txt")).hasContent("wolf");
  }

  @Test
  void aPlantedMistakeIsFound() throws Exception {
    assertThat(run(PAGE.replace("test -e model", "test -e moon")))
        .contains("PAGE.md:14")
        .doesNotContain("PAGE.md:22");
    assertThat(run(PAGE.replace("(exit 3)", "(exit 4)"))).contains("ended with 4");
  }

  @Test
  void nothingIsLeftRunning() throws Exception {
    assertThat(run("```sh\n(sleep 300 & echo $! > pid.txt)\n```\n")).isEmpty();
    long pid = Long.parseLong(Checkout.read(directory.resolve("run0/packtrain/pid.txt")).strip());
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      assertThat(process.get().onExit()).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  private String run(String page) throws Exception {
    Path own = Files.createDirectory(directory.resolve("run" + runs++));
    return new DocRunner(own, own.resolve("dist")).run(DocScript.parse("PAGE.md", page), 30);
  }
}
