package io.github.packtrain.core.learn;

/** Kinds of tasks and how long they run where nothing else is known. */
public final class Kinds {
  /** The kind of tasks whose job names none. */
  public static final String CUSTOM = "custom";

  private Kinds() {}

  /** In milliseconds; unknown kinds count as {@value #CUSTOM}. */
  public static long defaultMillis(String kind) {
    return switch (kind) {
      case "benchmark" -> 120_000;
      case "test" -> 60_000;
      case "long-running" -> 300_000;
      case "data" -> 180_000;
      default -> 90_000;
    };
  }
}
