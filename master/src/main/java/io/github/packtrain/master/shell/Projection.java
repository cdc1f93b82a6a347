package io.github.packtrain.master.shell;

import io.github.packtrain.model.Fact;
import java.util.List;

/** Where the replica writes what the live state forgets. For the replica's thread only. */
interface Projection {
  /** Takes the facts of a batch; written at the latest by {@link #flush}. */
  void add(List<Fact> facts, long sequence, long lastEvent);

  /** Writes what was added. */
  void flush();
}
