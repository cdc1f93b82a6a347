package io.github.packtrain.bench.journal;

import io.github.packtrain.journal.BatchLog;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.model.Fact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Appends in groups of several sizes: facts through the codec, then durable, as the master's
 * journal thread does it; each round beside the raw disk.
 */
final class AppendSection {
  static final int SAMPLES_MAX = 1_000_000;
  private static final int[] GROUPS = {1, 8, 64, 512, 4096};
  private static final int CODEC_ROUNDS = 400;
  private static final int CODEC_TASKS = 170;

  private final Path directory;
  private final int rounds;
  private final long runNanos;

  AppendSection(Path directory, int rounds, long runNanos) {
    this.directory = directory;
    this.rounds = rounds;
    this.runNanos = runNanos;
  }

  void run() throws IOException {
    System.out.println(codec());
    System.out.println(
        "facts/batch  events/s   batches/s   p50    p99   p99.9     max µs | raw append+sync/s"
            + "   p50    p99   p99.9     max µs | journal/raw");
    for (int group : GROUPS) {
      Spread[] journal = new Spread[rounds];
      Spread[] raw = new Spread[rounds];
      for (int round = 0; round < rounds; round++) {
        journal[round] = append(group);
        raw[round] = RawLog.measure(directory, EventCodec.encode(facts(group)), runNanos);
      }
      Spread ours = Spread.median(journal);
      Spread limit = Spread.median(raw);
      System.out.printf(
          "%11d %9.0f %11.0f %s    | %17.0f %s    | %.2f%n",
          group,
          ours.perSecond() * group,
          ours.perSecond(),
          ours.micros(),
          limit.perSecond(),
          limit.micros(),
          ours.perSecond() / limit.perSecond());
    }
  }

  /** As many facts as asked for, of a mix as in a whole life. */
  private static List<Fact> facts(int count) {
    return NoOps.lives(900_000, 100_000, count / NoOps.FACTS_PER_TASK + 1).subList(0, count);
  }

  Spread append(int group) throws IOException {
    Path data = directory.resolve("append");
    long[] nanos = new long[SAMPLES_MAX];
    List<Fact> facts = facts(group);
    try (DataDirectory held = DataDirectory.open(data);
        Journal journal = Journal.open(held)) {
      BatchLog log = journal.log();
      long epoch = log.openEpoch(0);
      int count = 0;
      long began = System.nanoTime();
      for (long before = began; before - began < runNanos && count < nanos.length; count++) {
        log.append(epoch, group, EventCodec.encode(facts), 0);
        long after = System.nanoTime();
        nanos[count] = after - before;
        before = after;
      }
      return Spread.of(nanos, count, System.nanoTime() - began);
    } finally {
      Trees.delete(data);
    }
  }

  private static String codec() {
    List<Fact> facts = NoOps.lives(900_000, 100_000, CODEC_TASKS);
    double encoded = 0;
    for (int round = 0; round < 5; round++) {
      long began = System.nanoTime();
      for (int i = 0; i < CODEC_ROUNDS; i++) {
        EventCodec.encode(facts);
      }
      encoded = (double) CODEC_ROUNDS * facts.size() * 1e9 / (System.nanoTime() - began);
    }
    return "codec: %,.0f events/s become bytes, %.1f bytes each"
        .formatted(encoded, (double) EventCodec.encode(facts).length / facts.size());
  }
}
