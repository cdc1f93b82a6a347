package io.github.packtrain.bench.fuzz;

/** What Jazzer calls; the property {@code fuzz.target} says which reader is meant. */
public final class FuzzEntry {
  static final String TARGET = "fuzz.target";

  private FuzzEntry() {}

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzTarget.valueOf(System.getProperty(TARGET)).take(input);
  }
}
