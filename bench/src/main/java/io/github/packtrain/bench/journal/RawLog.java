package io.github.packtrain.bench.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The physical limit beside the journal: appends to a file, each made durable. */
final class RawLog {
  private RawLog() {}

  /** Appends the bytes again and again for so long, in a file of its own that is deleted then. */
  static Spread measure(Path directory, byte[] bytes, long runNanos) throws IOException {
    Path file = directory.resolve("raw.log");
    long[] nanos = new long[AppendSection.SAMPLES_MAX];
    int count = 0;
    long began = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long before = began; before - began < runNanos && count < nanos.length; count++) {
        channel.write(ByteBuffer.wrap(bytes));
        channel.force(false);
        long after = System.nanoTime();
        nanos[count] = after - before;
        before = after;
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return Spread.of(nanos, count, System.nanoTime() - began);
  }
}
