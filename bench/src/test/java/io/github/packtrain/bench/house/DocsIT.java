package io.github.packtrain.bench.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of README.md and the tutorials run, in order, as they stand there. Needs the
 * distribution that the module cli packages; {@code ./dev check} demands it.
 */
class DocsIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private static final long TIMEOUT_SECONDS = 600;

  @TestFactory
  Stream<DynamicTest> documents() throws Exception {
    Path dist = builtDistribution();
    boolean built = Files.isDirectory(dist.resolve("lib"));
    assertThat(built || !Boolean.getBoolean("packtrain.dist.required"))
        .as(dist + " is missing: run ./dev check, or mvn package instead of mvn test")
        .isTrue();
    assumeTrue(built, dist + " is missing; mvn package makes it");
    return pages().stream()
        .map(page -> DynamicTest.dynamicTest(page.toString(), () -> commandsRun(page, dist)));
  }

  private void commandsRun(Path page, Path dist) throws Exception {
    DocScript script = DocScript.parse(page.toString(), Checkout.read(Checkout.ROOT.resolve(page)));
    System.out.printf(
        "%s: %d blocks run, %d not: %s%n",
        page, script.blocks().size(), script.left().size(), script.left());
    assertThat(script.left()).allSatisfy(one -> assertThat(one).matches("\\S+: \\S.*"));
    Path own = Files.createDirectory(directory.resolve(page.getFileName()));
    assertThat(new DocRunner(own, dist).run(script, TIMEOUT_SECONDS)).isEmpty();
  }

  private static List<Path> pages() {
    return Checkout.files(path -> path.toString().endsWith(".md")).stream()
        .map(Checkout.ROOT::relativize)
        .filter(page -> page.toString().equals("README.md") || page.startsWith("docs/tutorials"))
        .toList();
  }

  /**
   * In the cli's build directory, which is named as ours: {@code target} or {@code target/quick}.
   */
  private static Path builtDistribution() throws Exception {
    URI tests = DocsIT.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path target = Checkout.ROOT.resolve("bench").relativize(Path.of(tests).getParent());
    return Checkout.ROOT.resolve("cli").resolve(target).resolve("dist");
  }
}
