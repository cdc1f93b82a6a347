package io.github.packtrain.bench.fault;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as JSON: machine, commit, command, figures. */
final class ReportFile {
  private ReportFile() {}

  static void write(FaultReport report, Path directory) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("name", "fault-" + report.kind().word());
    content.put("command", report.again());
    content.put("commit", commit());
    content.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    content.put("machine", machine());
    content.put("figures", report.figures());
    content.put("violations", report.violations());
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("fault-" + report.kind().word() + ".json"),
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(content)
            + "\n");
  }

  private static Map<String, Object> machine() throws IOException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("cpu", lineOf(Path.of("/proc/cpuinfo"), "model name"));
    machine.put("memory", lineOf(Path.of("/proc/meminfo"), "MemTotal"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.version"));
    return machine;
  }

  private static String lineOf(Path file, String key) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("");
  }

  private static String commit() throws IOException {
    String home = System.getProperty("packtrain.home", ".");
    Process git =
        new ProcessBuilder(List.of("git", "-C", home, "describe", "--always", "--dirty"))
            .redirectErrorStream(true)
            .start();
    return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
