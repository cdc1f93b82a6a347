package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.report.Figure;
import java.util.List;

/** Measures some figures that belong together. */
interface Part {
  /** By which it is chosen on the command line. */
  String name();

  /**
   * Measures.
   *
   * @param rounds how often
   */
  List<Figure> measure(int rounds) throws Exception;

  /** Whether a round takes so long that one is enough. */
  default boolean isLong() {
    return false;
  }
}
