package io.github.packtrain.core.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy in force.
 *
 * @param by who set it; empty when nobody did
 * @param atMillis since when, since the epoch; 0 when it was never set
 */
public record Setting(String name, Map<String, String> options, String by, long atMillis) {
  public Setting {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }
}
