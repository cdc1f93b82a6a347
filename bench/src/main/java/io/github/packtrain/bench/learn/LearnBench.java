package io.github.packtrain.bench.learn;

import io.github.packtrain.core.Event;
import io.github.packtrain.core.learn.Estimate;
import io.github.packtrain.core.learn.Learned;
import io.github.packtrain.core.learn.Lesson;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.model.AttemptResult;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * CPU time that an attempt costs in learning, its start and its end together, and the size of what
 * was learned in a snapshot: for one task over and over on 50 workers, for a hundred tasks, and for
 * twenty thousand of two thousand models with sizes, a family and a data set.
 */
public final class LearnBench {
  private static final int ATTEMPTS = 1_000_000;
  private static final int ROUNDS = 4;
  private static final int WORKERS = 50;
  private static final String HARDWARE = "a100-80g";

  private LearnBench() {}

  /** Runs it; takes some ten seconds. */
  public static void main(String[] args) {
    for (int tasks : List.of(1, 100, 20_000)) {
      long best = Long.MAX_VALUE;
      Learned learned = new Learned();
      for (int round = 0; round < ROUNDS; round++) {
        learned = new Learned();
        best = Math.min(best, nanos(learned, tasks));
      }
      List<Lesson> rows = learned.snapshot();
      long bytes = 0;
      for (Lesson row : rows) {
        bytes += EventCodec.encode(List.of(new Event.LearnedRestored(row))).length;
      }
      System.out.printf(
          Locale.ROOT,
          "%6d tasks: %5d ns of CPU for a start and an end; snapshot %d rows, %d KiB%n",
          tasks,
          best,
          rows.size(),
          bytes / 1_024);
    }
  }

  private static long nanos(Learned learned, int tasks) {
    SplittableRandom random = new SplittableRandom(1);
    Subject[] subjects = new Subject[tasks];
    for (int i = 0; i < tasks; i++) {
      subjects[i] = subject(i, tasks);
    }
    AttemptResult[] results = new AttemptResult[4_096];
    for (int i = 0; i < results.length; i++) {
      long runMillis = tasks == 1 ? random.nextInt(3) : random.nextLong(1_000_000);
      results[i] = AttemptResult.succeeded(Map.of(), runMillis);
    }
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < ATTEMPTS; i++) {
      Subject subject = subjects[random.nextInt(tasks)];
      int worker = 1 + random.nextInt(WORKERS);
      long expected = learned.expect(subject, worker, HARDWARE).packed();
      AttemptResult result = results[i % results.length];
      learned.ended(subject, worker, HARDWARE, Estimate.unpack(expected), result, i);
    }
    return (threads.getCurrentThreadCpuTime() - before) / ATTEMPTS;
  }

  private static Subject subject(int i, int tasks) {
    return tasks > 1_000
        ? new Subject(
            i + 1, "bert-" + i % 2_000 + "/1", "bert", "benchmark", i % 512, 0, List.of("glue"))
        : new Subject(i + 1, "", "", "custom", 0, 0, List.of());
  }
}
