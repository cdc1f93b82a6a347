package io.github.packtrain.core.learn;

/** Kinds of tasks and how long they run where nothing else is known. */
final class Kinds {
  private Kinds() {}

  /** In milliseconds; unknown kinds count as {@link Subject#CUSTOM}. */
  static long defaultMillis(String kind) {
    return switch (kind) {
      case "benchmark" -> 120_000;
      case "test" -> 60_000;
      case "long-running" -> 300_000;
      case "data" -> 180_000;
      default -> 90_000;
    };
  }
}
