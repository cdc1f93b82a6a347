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
  private static final long MEMORY_BYTES = 1L << 30;

  private WorkerHost() {}

  /**
   * Arguments: master's host and port, token file, directory, first number, count, CPU of each in
   * milli.
   */
  public static void main(String[] args) throws IOException, WorkerException {
    int first = Integer.parseInt(args[4]);
    int count = Integer.parseInt(args[5]);
    int cpuMilli = Integer.parseInt(args[6]);
    String token = Files.readString(Path.of(args[2])).strip();
    for (int i = first; i < first + count; i++) {
      String name = "w%04d".formatted(i);
      Worker.start(
          new WorkerOptions(
              args[0],
              Integer.parseInt(args[1]),
              name,
              Path.of(args[3]).resolve(name),
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
