package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.GpuText;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.model.Rejection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Values of flags that are checked before anything else happens. */
final class FlagValues {
  private FlagValues() {}

  static long millis(String flag, String text) {
    OptionalLong millis = Quantities.parseMillis(text);
    if (millis.isEmpty() || millis.getAsLong() == 0) {
      throw wrong(flag, text, "a duration", Quantities.DURATIONS);
    }
    return millis.getAsLong();
  }

  static String duration(String flag, String text) {
    millis(flag, text);
    return text;
  }

  static String size(String flag, String text) {
    if (Quantities.parseBytes(text).isEmpty()) {
      throw wrong(flag, text, "a size", Quantities.SIZES);
    }
    return text;
  }

  static String cpu(String flag, String text) {
    if (Quantities.parseMilli(text).isEmpty()) {
      throw wrong(flag, text, "a number of cores", Quantities.CPUS);
    }
    return text;
  }

  static String gpu(String flag, String text) {
    if (GpuText.parse(text).isEmpty() && !text.equals("0")) {
      throw wrong(flag, text, "a request for GPUs", GpuText.FORMS);
    }
    return text;
  }

  static Instant time(String flag, String text) {
    return Quantities.parseTime(text)
        .orElseThrow(() -> wrong(flag, text, "a time", Quantities.TIMES));
  }

  /**
   * @param why where the range comes from
   */
  static int within(String flag, int value, int min, int max, String why) {
    if (value < min || value > max) {
      throw Failure.usage(
          "value", flag + ": " + value + " is out of range", why, "use " + min + " to " + max);
    }
    return value;
  }

  /** {@code KEY=VALUE} pairs. */
  static Map<String, String> pairs(String flag, List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw wrong(flag, text, "a name and a value", "NAME=VALUE");
      }
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }

  /** What the master's side says of a value, before any master is asked. */
  static void refuse(Rejection problem) {
    throw new Failure(
        ExitCode.USAGE, problem.code(), problem.message(), problem.why(), problem.hint());
  }

  private static Failure wrong(String flag, String text, String noun, String forms) {
    return Failure.usage(
        "value",
        flag + ": '" + text + "' is not " + noun,
        "other forms are not guessed at",
        "write " + forms);
  }
}
