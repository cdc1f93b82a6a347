package io.github.packtrain.journal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * What the tests of the journal share: batches whose content follows from a seed, and copies of
 * directories.
 */
@NullMarked
final class Journals {
  private Journals() {}

  /**
   * The payload of batch {@code sequence}: random bytes of a random length, the same every time.
   */
  static byte[] payload(long seed, long sequence, int maxBytes) {
    Random random = new Random(seed * 1_000_003 + sequence);
    byte[] bytes = new byte[1 + random.nextInt(maxBytes)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Everything the log holds, verified on the way. */
  static List<Batch> readAll(BatchLog log) {
    List<Batch> batches = new ArrayList<>();
    log.read(Math.max(1, log.firstSequence()), batches::add);
    return batches;
  }

  /** Copies the files of a directory as a crash would leave them. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
