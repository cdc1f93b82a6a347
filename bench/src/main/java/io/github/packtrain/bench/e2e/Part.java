package io.github.packtrain.bench.e2e;

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
}
