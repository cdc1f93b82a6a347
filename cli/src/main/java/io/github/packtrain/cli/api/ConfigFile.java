package io.github.packtrain.cli.api;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.Words;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code $XDG_CONFIG_HOME/packtrain/config.yaml}: defaults of a person, by the names of the flags.
 */
final class ConfigFile {
  static final List<String> KEYS =
      List.of(
          "master",
          "data",
          "token",
          "token_file",
          "output",
          "heartbeat",
          "lost_after",
          "user_requests",
          "user_tasks",
          "placement",
          "policies",
          "task_user");

  private ConfigFile() {}

  static Path path(Map<String, String> environment) {
    String given = environment.getOrDefault("PACKTRAIN_CONFIG", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path config =
        xdg.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", ".")).resolve(".config")
            : Path.of(xdg);
    return config.resolve("packtrain").resolve("config.yaml");
  }

  /** Its values; none when there is no file. */
  static Map<String, String> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    try {
      if (YamlText.read(Files.readString(file)) instanceof Node.Mapping mapping) {
        mapping.entries().forEach((key, entry) -> put(values, file, key, entry));
      }
    } catch (YamlText.SyntaxException e) {
      throw failure(
          file + ":" + e.place() + ": " + e.getMessage(),
          "the text goes against the rules of YAML",
          "correct the line");
    } catch (IOException e) {
      throw failure(
          file + " cannot be read", String.valueOf(e.getMessage()), "check its permissions");
    }
    return values;
  }

  private static void put(Map<String, String> values, Path file, String key, Node.Entry entry) {
    if (!KEYS.contains(key)) {
      throw failure(
          file + ":" + entry.keyPlace() + ": unknown key '" + key + "'",
          "a setting that nothing reads would be lost without a word",
          Words.hint(key, KEYS, "the keys are"));
    }
    if (!(entry.value() instanceof Node.Scalar scalar)) {
      throw failure(
          file + ":" + entry.keyPlace() + ": " + key + " is not a text",
          "each setting is one value",
          "write  " + key + ": VALUE");
    }
    values.put(key, scalar.value());
  }

  private static Failure failure(String message, String why, String hint) {
    return new Failure(ExitCode.USAGE, "CONFIG.file", message, why, hint);
  }
}
