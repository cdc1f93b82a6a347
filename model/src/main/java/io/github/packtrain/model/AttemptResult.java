package io.github.packtrain.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a worker reports of an ended attempt.
 *
 * @param exitCode of the process; 0 where there was none
 * @param signal that ended it; 0 for none
 * @param message why it did not succeed, for people, at most {@value #MESSAGE_MAX_CHARS}
 *     characters; empty otherwise
 * @param metrics final result by name, finite numbers, sorted by name
 * @param runMillis how long it ran on the worker's own clock
 */
public record AttemptResult(
    Outcome outcome,
    int exitCode,
    int signal,
    String message,
    Map<String, Double> metrics,
    long runMillis) {
  public static final int MESSAGE_MAX_CHARS = 4_000;

  public AttemptResult {
    metrics = metrics.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metrics));
    message =
        message.length() <= MESSAGE_MAX_CHARS
            ? message
            : message.substring(0, MESSAGE_MAX_CHARS - 1) + "…";
  }

  public static AttemptResult succeeded(Map<String, Double> metrics, long runMillis) {
    return new AttemptResult(Outcome.SUCCEEDED, 0, 0, "", metrics, runMillis);
  }

  public static AttemptResult ended(Outcome outcome, String message) {
    return new AttemptResult(outcome, 0, 0, message, Map.of(), 0);
  }
}
