package io.github.packtrain.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One intermediate report of a running task.
 *
 * @param step as the task counts, such as the epoch; at least 0
 * @param metrics finite numbers by name, sorted by name
 */
public record Measurement(long step, Map<String, Double> metrics) {
  public Measurement {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }
}
