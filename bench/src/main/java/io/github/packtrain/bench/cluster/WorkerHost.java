package io.github.packtrain.bench.cluster;

import io.github.packtrain.worker.Worker;
import io.github.packtrain.worker.WorkerException;
import io.github.packtrain.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Many workers in one process, each with a stream of its own and the label {@code runs=handlers};
 * they run handlers only.
 */
public final class WorkerHost {
  private static final int CORE_MILLI = 1_000;
  private static final long MEMORY_BYTES = 1L << 30;

  private WorkerHost() {}

  /** Arguments: master port, token file, directory, first number, count, CPU of each in milli. */
  public static void main(String[] args) throws IOException, WorkerException {
    int first = Integer.parseInt(args[3]);
    int count = Integer.parseInt(args[4]);
    int cpuMilli = args.length > 5 ? Integer.parseInt(args[5]) : CORE_MILLI;
    String token = Files.readString(Path.of(args[1])).strip();
    for (int i = first; i < first + count; i++) {
      String name = "w%04d".formatted(i);
      Worker.start(
          new WorkerOptions(
              "127.0.0.1",
              Integer.parseInt(args[0]),
              name,
              Path.of(args[2]).resolve(name),
              "none",
              OptionalInt.of(cpuMilli),
              OptionalLong.of(MEMORY_BYTES),
              Map.of("runs", "handlers"),
              token,
              true,
              false,
              ""));
    }
  }
}
