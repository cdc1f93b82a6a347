package io.github.packtrain.bench.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories as a whole. */
final class Trees {
  private Trees() {}

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path file : all(directory).sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(file);
    }
  }

  /** What the files in it hold; those that go away meanwhile count nothing. */
  static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : all(directory).toList()) {
      bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return bytes;
  }

  private static Stream<Path> all(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return List.copyOf(files.toList()).stream();
    }
  }
}
