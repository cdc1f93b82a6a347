package io.github.packtrain.master.shell;

import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.model.Fact;
import java.util.List;

/** What the live state forgets. */
final class History implements Projection, AutoCloseable {
  static History open(DataDirectory directory) {
    return new History();
  }

  @Override
  public void add(List<Fact> facts, long sequence, long lastEvent) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
