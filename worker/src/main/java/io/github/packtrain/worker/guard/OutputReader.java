package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads an attempt's output while it is written, its middle is given back and it is packed. Offsets
 * are those of the output as the task wrote it.
 */
public final class OutputReader {
  private static final int TRIES = 5;

  private OutputReader() {}

  /**
   * A piece of output.
   *
   * @param offset of the first byte
   * @param bytes empty when there is nothing to read yet
   * @param skippedBytes how many bytes between the offset asked for and {@code offset} are left out
   */
  @SuppressWarnings("ArrayRecordComponent") // read once and passed on, never compared
  public record Chunk(long offset, byte[] bytes, long skippedBytes) {
    public long nextOffset() {
      return offset + bytes.length;
    }
  }

  /** How long the output is, the part left out included; 0 when there is no file. */
  public static long length(Path output) throws IOException {
    try (FileChannel file = FileChannel.open(output)) {
      long bytes = file.size();
      return OutputGap.find(output).map(gap -> gap.outputBytes(bytes)).orElse(bytes);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Reads up to {@code maxBytes} from {@code offset} on. */
  public static Chunk read(Path output, long offset, int maxBytes) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      // The file is opened before the gap is read: the gap is always written first.
      try (FileChannel file = FileChannel.open(output)) {
        Optional<OutputGap> gap = OutputGap.find(output);
        Chunk chunk = read(file, gap, offset, maxBytes);
        if (gap.equals(OutputGap.find(output))) {
          return chunk;
        }
      } catch (NoSuchFileException e) {
        return new Chunk(offset, new byte[0], 0);
      }
    }
    // The gap moves faster than we read; whoever follows the output asks again.
    return new Chunk(offset, new byte[0], 0);
  }

  /** The last {@code maxBytes}, or all of it when it is shorter. */
  public static Chunk readTail(Path output, int maxBytes) throws IOException {
    return read(output, Math.max(0, length(output) - maxBytes), maxBytes);
  }

  private static Chunk read(FileChannel file, Optional<OutputGap> gap, long offset, int maxBytes)
      throws IOException {
    if (gap.isEmpty()) {
      return new Chunk(offset, bytesAt(file, offset, maxBytes), 0);
    }
    OutputGap left = gap.get();
    if (offset < left.start()) {
      int wanted = (int) Math.min(maxBytes, left.start() - offset);
      return new Chunk(offset, bytesAt(file, offset, wanted), 0);
    }
    long from = Math.max(offset, left.end());
    long position = left.positionOf(from, file.size());
    return new Chunk(from, bytesAt(file, position, maxBytes), from - offset);
  }

  private static byte[] bytesAt(FileChannel file, long position, int maxBytes) throws IOException {
    long there = Math.max(0, Math.min(maxBytes, file.size() - position));
    ByteBuffer buffer = ByteBuffer.allocate((int) there);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
