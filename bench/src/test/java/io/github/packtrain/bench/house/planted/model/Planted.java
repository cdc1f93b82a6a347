package io.github.packtrain.bench.house.planted.model;

import org.assertj.core.api.Assertions;

/** Violations in a room that stands on the JDK alone. */
final class Planted {
  private Planted() {}

  static final class UsesLibrary {
    void use() {
      Assertions.setMaxStackTraceElementsDisplayed(3);
    }
  }
}
