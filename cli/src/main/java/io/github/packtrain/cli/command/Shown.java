package io.github.packtrain.cli.command;

import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Values of messages as people read them. */
final class Shown {
  private static final int DIGITS = 4;
  private static final Pattern LONG_NUMBER =
      Pattern.compile("(?<![\\w.])-?[0-9]+\\.[0-9]{5,}(E-?[0-9]+)?(?![\\w.])");

  private Shown() {}

  /** {@code JOB_RUNNING} → {@code running}. */
  static String state(String name) {
    return name.replaceFirst("^(JOB|TASK|WORKER)_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Time since the moment in {@code path}; empty when it is not set. */
  static String age(Node node, String path, Instant now) {
    OptionalLong millis = millis(node, path);
    return millis.isPresent()
        ? Quantities.duration(Math.max(0, now.toEpochMilli() - millis.getAsLong()))
        : "";
  }

  /** Between two moments; up to {@code now} when the second is not set. */
  static String between(Node node, String from, String to, Instant now) {
    OptionalLong begin = millis(node, from);
    if (begin.isEmpty()) {
      return "";
    }
    long end = millis(node, to).orElse(now.toEpochMilli());
    return Quantities.duration(Math.max(0, end - begin.getAsLong()));
  }

  /** A timestamp in milliseconds since 1970. */
  static OptionalLong millis(Node node, String path) {
    String text = node.text(path);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }

  /** With {@value #DIGITS} significant digits, or one after the point from 1000 on. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    if (size < 1e-4 || size >= 1e9) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    return (size >= 1000
            ? exact.setScale(1, RoundingMode.HALF_UP)
            : exact.round(new MathContext(DIGITS)))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** A study's Value: whichever kind it has. */
  static String value(Node value) {
    if (value.has("number")) {
      return number(Double.parseDouble(value.text("number")));
    }
    for (String kind : List.of("integer", "text", "flag")) {
      if (value.has(kind)) {
        return value.text(kind);
      }
    }
    return "";
  }

  /** Where a candidate came from, with its numbers shortened. */
  static String origin(String text) {
    return LONG_NUMBER.matcher(text).replaceAll(found -> number(Double.parseDouble(found.group())));
  }

  /** {@code lr=0.001 layers=3}. */
  static String values(Node.Mapping values) {
    List<String> parts = new ArrayList<>();
    values.entries().forEach((name, entry) -> parts.add(name + "=" + value(entry.value())));
    return String.join(" ", parts);
  }

  /** {@code accuracy=0.98 loss=0.1}. */
  static String metrics(Node.Mapping metrics) {
    List<String> parts = new ArrayList<>();
    metrics
        .entries()
        .forEach(
            (name, entry) ->
                parts.add(name + "=" + number(Double.parseDouble(entry.value().text()))));
    return String.join(" ", parts);
  }

  /** How an attempt ended: {@code exit 1}, {@code signal 9}, {@code out of memory}. */
  static String outcome(Node result) {
    String outcome = result.text("outcome");
    return switch (outcome) {
      case "", "OUTCOME_UNSPECIFIED" -> "";
      case "FAILED" -> "exit " + result.number("exitCode");
      case "SIGNALLED" -> "signal " + result.number("signal");
      default -> outcome.toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /** How an attempt ended and, where that says more, what the worker said of it; one line. */
  static String ending(Node result) {
    String outcome = outcome(result);
    String message = result.text("message").lines().findFirst().orElse("");
    boolean same =
        message.isEmpty()
            || message.startsWith("exit code")
            || message.startsWith("ended by signal")
            || message.equals(outcome);
    return same ? outcome : outcome + ", " + message;
  }

  /** Why a job waits: {@code UNREACHABLE} → {@code a worker to connect}. */
  static String waitingFor(String code) {
    return switch (code) {
      case "UNREACHABLE" -> "a worker to connect";
      case "NEXT_CYCLE" -> "the next plan";
      case "BACKOFF" -> "the pause before a retry";
      case "JOB_LIMIT" -> "the job's own limit";
      case "NO_WORKERS" -> "a worker";
      case "RESERVED" -> "a start promised to another";
      case "RESERVATION" -> "the end of a reservation";
      case "FASTER_WORKER" -> "a faster worker";
      case "DEPENDENCY" -> "other jobs to end";
      case "DEPENDENCY_FAILED" -> "a retry of what it waits for";
      default -> words(code);
    };
  }

  /** {@code INFEASIBLE_GPU_KIND} → {@code infeasible GPU kind}. */
  private static String words(String code) {
    List<String> words = new ArrayList<>();
    for (String word : code.split("_", -1)) {
      words.add(word.equals("GPU") || word.equals("CPU") ? word : word.toLowerCase(Locale.ROOT));
    }
    return String.join(" ", words);
  }

  /** {@code 1 task}, {@code 3 tasks}. */
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
