package io.github.packtrain.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;

/**
 * Space put by for a full disk: given back, it lets running tasks end and be recorded while new
 * work is refused. Without it a full disk would stop even what frees the disk.
 */
final class Reserve {
  static final int BYTES = 8 << 20;
  private static final int STEP_BYTES = 1 << 20;

  private final Path file;

  Reserve(Path file) {
    this.file = file;
  }

  /** Whether the space is put by. */
  boolean isHeld() {
    return Files.exists(file);
  }

  /** Gives the space back to the file system; returns whether there was any. */
  boolean release() throws IOException {
    return Files.deleteIfExists(file);
  }

  /**
   * Puts the space by if it is not; returns false, leaving nothing behind, when the disk has not
   * enough.
   */
  boolean hold() throws IOException {
    if (isHeld()) {
      return true;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        DataDirectory.openFile(
            aside,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE))) {
      byte[] noise =
          new byte[STEP_BYTES]; // zeros would not occupy space on a file system that compresses
      new Random(1).nextBytes(noise);
      for (int written = 0; written < BYTES; written += STEP_BYTES) {
        for (ByteBuffer rest = ByteBuffer.wrap(noise); rest.hasRemaining(); ) {
          channel.write(rest);
        }
      }
      channel.force(true);
    } catch (IOException full) {
      Files.deleteIfExists(aside);
      return false;
    }
    Files.move(aside, file);
    return true;
  }
}
