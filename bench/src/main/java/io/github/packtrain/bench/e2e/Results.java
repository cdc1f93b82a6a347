package io.github.packtrain.bench.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, with where and by what, as a JSON file that can be committed. */
public final class Results {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Results() {}

  /**
   * Writes {@code figures} with machine, commit and command.
   *
   * @param command that measures them again
   * @param figures anything that JSON can hold
   */
  public static void write(Path file, String command, Object figures) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("command", command);
    all.put("commit", commit());
    all.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("machine", machine());
    all.put("figures", figures);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(all) + "\n", StandardCharsets.UTF_8);
  }

  /** One entry of a results file. */
  static Map<String, Object> entry(Figure figure) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", figure.name());
    entry.put("what", figure.what());
    entry.put("unit", figure.unit());
    entry.put("median", rounded(figure.median()));
    entry.put("rounds", figure.values().stream().map(Results::rounded).toList());
    if (!Double.isNaN(figure.target())) {
      entry.put(figure.atLeast() ? "atLeast" : "atMost", figure.target());
      entry.put("reached", figure.reached());
    }
    return entry;
  }

  private static double rounded(double value) {
    return Double.parseDouble("%.4g".formatted(value));
  }

  private static String commit() throws IOException {
    String head = output("git", "rev-parse", "--short=12", "HEAD");
    String changed = output("git", "status", "--porcelain", "--untracked-files=no");
    return changed.isEmpty() ? head : head + " with changes";
  }

  private static Map<String, Object> machine() throws IOException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("processor", firstOf(Path.of("/proc/cpuinfo"), "model name"));
    machine.put("memory", firstOf(Path.of("/proc/meminfo"), "MemTotal"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return machine;
  }

  private static String firstOf(Path file, String name) throws IOException {
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static String output(String... command) throws IOException {
    Path home = Path.of(System.getProperty("packtrain.home", "."));
    Process process = new ProcessBuilder(List.of(command)).directory(home.toFile()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
