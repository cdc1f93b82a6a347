package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.journal.JournalFigures;
import io.github.packtrain.bench.report.Figure;
import java.io.IOException;
import java.util.List;

/** The journal by itself, in this process. */
record JournalPart() implements Part {
  @Override
  public String name() {
    return "journal";
  }

  @Override
  public List<Figure> measure(int rounds) throws IOException {
    return JournalFigures.measure(rounds);
  }
}
