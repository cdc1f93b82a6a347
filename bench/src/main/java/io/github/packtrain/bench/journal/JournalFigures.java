package io.github.packtrain.bench.journal;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.model.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The journal's figures for the table of all figures. */
public final class JournalFigures {
  private static final int GROUP = 512;
  private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
  private static final int TASKS = 1_000;

  private JournalFigures() {}

  /** Events a second in batches, beside the bare disk; bytes of a life. */
  public static List<Figure> measure(int rounds) throws IOException {
    Path directory = Files.createTempDirectory("bench-journal");
    try {
      AppendSection section = new AppendSection(directory, rounds, RUN_NANOS);
      List<Double> events = new ArrayList<>();
      List<Double> single = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        double rate = section.append(GROUP).perSecond() * GROUP;
        double small = section.append(1).perSecond();
        if (round > 0) { // The first is for the compilers.
          events.add(rate);
          single.add(small);
        }
      }
      return List.of(
          Figure.atLeast(
              "journal.events",
              "events a second, durable in batches of 512",
              "/s",
              events,
              500_000),
          Figure.beside("journal.single", "events a second, each made durable", "/s", single),
          Figure.atMost(
              "journal.life",
              "a no-op task's whole life, a job of its own",
              "bytes",
              List.of(lifeBytes()),
              400));
    } finally {
      Trees.delete(directory);
    }
  }

  /** All facts of one-task jobs, encoded; batches add a few bytes that many share. */
  private static double lifeBytes() {
    long bytes = 0;
    for (int i = 1; i <= TASKS; i++) {
      List<Fact> life = new ArrayList<>();
      life.add(NoOps.job(i, 0, 1));
      life.addAll(NoOps.lives(i, 0, 1));
      life.add(NoOps.jobEnded(i));
      bytes += EventCodec.encode(life).length;
    }
    return (double) bytes / TASKS;
  }
}
