package io.github.packtrain.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * Measures how many events a second become durable, beside a raw loop of write and fsync in the
 * same minute. Run by hand: {@code java -cp … io.github.packtrain.journal.AppendRate <directory>
 * [seconds]}.
 */
@NullMarked
final class AppendRate {
  private static final int EVENT_BYTES = 100;

  private AppendRate() {}

  public static void main(String[] arguments) throws IOException {
    Path parent = Path.of(arguments[0]);
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 3;
    PrintStream out = System.out;
    out.println(
        "events/batch  batches/s   events/s   p50 µs   p99 µs   max µs   raw fsync/s  bytes/event");
    out.println(codec());
    out.println(history(Files.createTempDirectory(parent, "append-rate")));
    for (int round = 0; round < 2; round++) {
      for (int events : new int[] {1, 100, 512}) {
        Path path = Files.createTempDirectory(parent, "append-rate");
        try (DataDirectory directory = DataDirectory.open(path)) {
          out.println(measure(directory, events, seconds));
        }
      }
    }
  }

  /** How fast facts become bytes and facts again, on one thread. */
  private static String codec() throws IOException {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 170; i++) {
      AttemptId attempt = AttemptId.of(900_000, i + 100_000, 1);
      facts.add(
          new Event.AttemptPlaced(
              attempt, new WorkerId(5000), List.of(), null, 1_760_000_000_000L));
      facts.add(new Event.AttemptStarted(attempt, 1_760_000_000_000L));
      facts.add(
          new Event.AttemptEnded(
              attempt,
              AttemptResult.succeeded(Map.of("accuracy", 0.97), 1234),
              new Event.Next.End(TaskState.COMPLETED),
              1_760_000_000_000L));
    }
    byte[] bytes = new byte[0];
    double encodes = 0;
    double decodes = 0;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 4000; i++) {
        bytes = EventCodec.encode(facts);
      }
      long middle = System.nanoTime();
      for (int i = 0; i < 4000; i++) {
        EventCodec.decode(bytes);
      }
      encodes = 4000.0 * facts.size() / ((middle - start) / 1e9);
      decodes = 4000.0 * facts.size() / ((System.nanoTime() - middle) / 1e9);
    }
    return "codec: %,.0f events/s encoded, %,.0f decoded, %.1f bytes/event"
        .formatted(encodes, decodes, (double) bytes.length / facts.size());
  }

  /**
   * How many ended attempts a second the history takes, in transactions of about a thousand facts.
   */
  private static String history(Path path) {
    int transactions = 300;
    try (DataDirectory directory = DataDirectory.open(path);
        History history = History.open(directory, Long.MAX_VALUE)) {
      long start = System.nanoTime();
      for (int i = 0; i < transactions; i++) {
        List<Fact> facts = new ArrayList<>();
        for (int task = i * 340; task < i * 340 + 340; task++) {
          AttemptId attempt = AttemptId.of(1, task, 1);
          facts.add(
              new Event.AttemptPlaced(
                  attempt, new WorkerId(5), List.of(), null, 1_760_000_000_000L));
          facts.add(new Event.AttemptStarted(attempt, 1_760_000_000_000L));
          facts.add(
              new Event.AttemptEnded(
                  attempt,
                  AttemptResult.succeeded(Map.of("accuracy", 0.97), 1234),
                  new Event.Next.End(TaskState.COMPLETED),
                  1_760_000_000_000L));
        }
        history.project(List.of(new Recorded(i + 1, 1, facts)));
      }
      return "history: %,.0f ended attempts/s"
          .formatted(transactions * 340 / ((System.nanoTime() - start) / 1e9));
    }
  }

  private static String measure(DataDirectory directory, int events, long seconds)
      throws IOException {
    byte[] payload = new byte[events * EVENT_BYTES];
    new Random(1).nextBytes(payload);
    long[] nanos = new long[2_000_000];
    int count = 0;
    long start = System.nanoTime();
    try (BatchLog log = BatchLog.open(directory)) {
      long epoch = log.openEpoch(0);
      start = System.nanoTime();
      for (long now = start;
          now - start < seconds * 1_000_000_000L && count < nanos.length;
          count++) {
        log.append(epoch, events, payload, 0);
        long after = System.nanoTime();
        nanos[count] = after - now;
        now = after;
      }
      double took = (System.nanoTime() - start) / 1e9;
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      double raw = rawRate(directory.path().resolve("raw"), payload);
      long bytes =
          Files.size(directory.path().resolve(BatchLog.DATABASE_FILE))
              + Files.size(directory.path().resolve(BatchLog.WAL_FILE));
      return "%12d %10.0f %10.0f %8d %8d %8d %13.0f %12.1f"
          .formatted(
              events,
              count / took,
              count / took * events,
              sorted[count / 2] / 1000,
              sorted[(int) (count * 0.99)] / 1000,
              sorted[count - 1] / 1000,
              raw,
              (double) bytes / count / events);
    }
  }

  private static double rawRate(Path file, byte[] payload) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int count = 2000;
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        channel.write(ByteBuffer.wrap(payload));
        channel.force(false);
      }
      return count / ((System.nanoTime() - start) / 1e9);
    }
  }
}
