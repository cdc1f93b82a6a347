package io.github.packtrain.bench.cluster;

import java.io.IOException;
import java.util.List;

/** How some workers reach the master: a way that can be cut. */
public sealed interface Wire extends AutoCloseable permits CutProxy, CutNetwork {
  /** The master's address as these workers see it. */
  String host();

  int port();

  /** What a worker's command line has to begin with to be at this end of the wire. */
  List<String> prefix();

  /** Delivers nothing in the directions that are given, and tells nobody. */
  void cut(boolean toMaster, boolean toWorkers);

  /** Everything is delivered again. */
  default void heal() {
    cut(false, false);
  }

  /** Breaks what is there, for a moment, so that both ends are told. */
  void reset();

  @Override
  void close() throws IOException;
}
