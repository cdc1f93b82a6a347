package io.github.packtrain.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/**
 * Error Prone and NullAway are awake: planted defects do not compile with the very arguments that
 * the root pom gives to the compiler, and sound code does.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CompilerCanaryTest {
  @TempDir Path directory;

  @Test
  void aNullDereferenceDoesNotCompile() throws Exception {
    String output =
        compile(
            """
            package canary;
            import org.jspecify.annotations.*;
            @NullMarked
            class Canary {
              @Nullable String name;
              int length() {
                return name.length();
              }
            }
            """);
    assertThat(output)
        .contains("[NullAway]")
        .contains("dereferenced expression")
        .contains("1 error");
  }

  @Test
  void aClassicMistakeDoesNotCompile() throws Exception {
    String output =
        compile(
            """
            class Canary {
              String words(String[] words) {
                return words.toString();
              }
            }
            """);
    assertThat(output).contains("[ArrayToString]").contains("1 error");
  }

  @Test
  void soundCodeCompiles() throws Exception {
    String output =
        compile(
            """
            package canary;
            import org.jspecify.annotations.*;
            @NullMarked
            class Canary {
              @Nullable String name;
              int length() {
                String known = name;
                return known == null ? 0 : known.length();
              }
            }
            """);
    assertThat(output).doesNotContain("error: ").endsWith("status 0");
  }

  @Test
  void noModuleSwitchesTheChecksOff() {
    List<Path> poms =
        Checkout.files(path -> path.getFileName().toString().equals("pom.xml")).stream()
            .filter(pom -> !pom.equals(Checkout.ROOT.resolve("pom.xml")))
            .filter(pom -> Checkout.read(pom).contains("maven-compiler-plugin"))
            .toList();
    assertThat(poms)
        .as("poms that configure the compiler by themselves; do it in the root pom for all")
        .isEmpty();
  }

  private String compile(String source) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("Canary.java"), source);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(strictArguments());
    String libraries = System.getProperty("java.class.path");
    command.addAll(
        List.of("-d", directory.toString(), "-cp", libraries, "-processorpath", libraries));
    command.add(file.toString());
    Path output = directory.resolve("javac.txt");
    Process javac =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = javac.waitFor();
    return Files.readString(output) + "status " + status;
  }

  /** The compiler's arguments in the profile {@code strict} of the root pom. */
  private static List<String> strictArguments() {
    Element strict =
        Pom.elements(Pom.read(Checkout.ROOT.resolve("pom.xml")), "profile").stream()
            .filter(profile -> profile.getTextContent().strip().startsWith("strict"))
            .findFirst()
            .orElseThrow();
    List<String> arguments =
        Pom.elements(strict, "arg").stream()
            .map(argument -> argument.getTextContent().strip())
            .toList();
    assertThat(arguments).hasSizeGreaterThan(10);
    return arguments;
  }
}
