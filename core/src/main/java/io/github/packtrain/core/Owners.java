package io.github.packtrain.core;

import java.util.TreeMap;

/** Names of owners, one text for all jobs of an owner. Forgets all of them when they get many. */
final class Owners {
  private static final int NAMES_MAX = 100_000;

  private final TreeMap<String, String> names = new TreeMap<>();

  /** A text equal to this one. */
  String shared(String name) {
    if (names.size() >= NAMES_MAX) {
      names.clear();
    }
    String known = names.putIfAbsent(name, name);
    return known == null ? name : known;
  }
}
