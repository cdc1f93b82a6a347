package io.github.packtrain.bench.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the machine gives anybody: processes by xargs, appends made durable one by one. */
record LimitPart() implements Part {
  private static final int PROCESSES = 5_000;
  private static final int APPENDS = 2_000;
  private static final int RECORD_BYTES = 128;

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> processes = new ArrayList<>();
    List<Double> appends = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      processes.add(xargs(PROCESSES));
      appends.add(appends());
    }
    return List.of(
        Figure.beside("limit.xargs", "processes started by xargs -P2 -n1 true", "/s", processes),
        Figure.beside("limit.fsync", "appends of 128 bytes, each made durable", "/s", appends));
  }

  /** Processes a second. */
  static double xargs(int count) throws IOException, InterruptedException {
    Path numbers = Files.createTempFile("packtrain-xargs", ".txt");
    try {
      Files.writeString(numbers, "1\n".repeat(count));
      long from = System.nanoTime();
      Process xargs =
          new ProcessBuilder("xargs", "-P2", "-n1", "true")
              .redirectInput(numbers.toFile())
              .inheritIO()
              .redirectInput(numbers.toFile())
              .start();
      if (xargs.waitFor() != 0) {
        throw new IllegalStateException("xargs ended with " + xargs.exitValue());
      }
      return count / ((System.nanoTime() - from) / 1e9);
    } finally {
      Files.delete(numbers);
    }
  }

  private static double appends() throws IOException {
    Path file = Files.createTempFile("packtrain-fsync", ".log");
    try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
      long from = System.nanoTime();
      for (int i = 0; i < APPENDS; i++) {
        log.write(record.rewind());
        log.force(false);
      }
      return APPENDS / ((System.nanoTime() - from) / 1e9);
    } finally {
      Files.delete(file);
    }
  }
}
