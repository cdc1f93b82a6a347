package io.github.packtrain.core.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy in force.
 *
 * @param by who set it; empty when nobody did
 * @param atMillis since when, since the epoch; 0 when it was never set
 * @param problem why it was cut off and the default decides; empty when it decides itself
 */
public record Setting(
    String name, Map<String, String> options, String by, long atMillis, String problem) {
  public Setting {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** One that decides. */
  public Setting(String name, Map<String, String> options, String by, long atMillis) {
    this(name, options, by, atMillis, "");
  }

  /** The same, cut off. */
  public Setting cutOff(String why) {
    return new Setting(name, options, by, atMillis, why);
  }

  public boolean isCutOff() {
    return !problem.isEmpty();
  }
}
