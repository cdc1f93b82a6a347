package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Which part of an output was left out. Offsets are those of the output as the task wrote it, and
 * never change, whatever becomes of the file.
 *
 * @param start first byte left out
 * @param end first byte kept after it
 * @param shift how many bytes earlier than written the bytes from {@code end} on lie in the file
 * @param packedBytes the file's length once it is packed: head, a line that says what is missing,
 *     tail; 0 before. A file of exactly this length is the packed one
 * @param packedShift what {@code shift} is in the packed file
 */
record OutputGap(long start, long end, long shift, long packedBytes, long packedShift) {
  private static final int FIELDS = 5;

  static Path fileOf(Path output) {
    return output.resolveSibling(output.getFileName() + ".gap");
  }

  /** Where a byte at or after {@code end} lies in a file of this length. */
  long positionOf(long offset, long fileBytes) {
    return offset - shiftIn(fileBytes);
  }

  /** How long the whole output is, by the file's length. */
  long outputBytes(long fileBytes) {
    return fileBytes + shiftIn(fileBytes);
  }

  private long shiftIn(long fileBytes) {
    return packedBytes > 0 && fileBytes == packedBytes ? packedShift : shift;
  }

  OutputGap packedAs(long bytes, long newShift) {
    return new OutputGap(start, end, shift, bytes, newShift);
  }

  void save(Path output) throws IOException {
    Path file = fileOf(output);
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        aside, start + " " + end + " " + shift + " " + packedBytes + " " + packedShift + "\n");
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static Optional<OutputGap> find(Path output) throws IOException {
    try {
      String[] fields = Files.readString(fileOf(output)).strip().split(" ", -1);
      if (fields.length != FIELDS) {
        throw new IOException(fileOf(output) + " is damaged");
      }
      return Optional.of(
          new OutputGap(
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[4])));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException(fileOf(output) + " is damaged", e);
    }
  }
}
