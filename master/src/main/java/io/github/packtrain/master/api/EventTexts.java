package io.github.packtrain.master.api;

import io.github.packtrain.model.AttemptResult;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Parts of the lines that say what happened. */
final class EventTexts {
  private static final int CAUSE_CHARS = 200;
  private static final int METRICS_SHOWN = 4;

  private EventTexts() {}

  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + shown(reason);
  }

  /** {@code TIMED_OUT} → {@code timed out}. */
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Why it did not succeed. */
  static String cause(AttemptResult result) {
    String outcome = words(result.outcome());
    String status =
        result.signal() > 0
            ? ", signal " + result.signal()
            : result.exitCode() > 0 ? ", exit code " + result.exitCode() : "";
    return outcome + status + (result.message().isEmpty() ? "" : ", " + shown(result.message()));
  }

  static String duration(long millis) {
    return millis < 1_000 ? millis + " ms" : millis / 1_000 + "." + millis % 1_000 / 100 + " s";
  }

  /** The first few. */
  static String metrics(Map<String, Double> metrics) {
    return metrics.isEmpty()
        ? ""
        : metrics.entrySet().stream()
            .limit(METRICS_SHOWN)
            .map(metric -> shown(metric.getKey()) + " " + metric.getValue())
            .collect(Collectors.joining(", ", ": ", metrics.size() > METRICS_SHOWN ? ", …" : ""));
  }

  /** One line of bounded length. */
  static String shown(String text) {
    String cut = text.length() <= CAUSE_CHARS ? text : text.substring(0, CAUSE_CHARS - 1) + "…";
    return cut.chars().anyMatch(Character::isISOControl)
        ? cut.strip().replaceAll("\\p{Cntrl}+", " ")
        : cut;
  }
}
