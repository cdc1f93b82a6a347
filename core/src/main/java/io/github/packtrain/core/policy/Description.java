package io.github.packtrain.core.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy that can be chosen.
 *
 * @param goal in one line
 * @param origin file that a user's own comes from; empty for Packtrain's
 * @param options what it takes, by name, each with its range and default
 */
public record Description(
    PolicyKind kind, String name, String goal, String origin, Map<String, String> options) {
  public Description {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  static Description builtIn(
      PolicyKind kind, String name, String goal, Map<String, String> options) {
    return new Description(kind, name, goal, "", options);
  }
}
