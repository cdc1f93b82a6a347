package io.github.packtrain.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.worker.guard.AttemptDirectory;
import io.github.packtrain.worker.process.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of ended attempts for a while, so that their output can be read, and removes the
 * oldest beyond that. Links inside are removed, never followed.
 */
final class AttemptFiles {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptFiles.class);

  /** Directories of ended attempts that are kept. */
  private static final int KEPT_MAX = 10_000;

  /** How many sweeps pass between two looks at the disk. */
  private static final int SWEEPS_PER_LOOK = 12;

  private final Path workerDirectory;
  private final Path directory;
  private int sweeps;

  AttemptFiles(Path workerDirectory) {
    this.workerDirectory = workerDirectory;
    this.directory = workerDirectory.resolve("attempts");
  }

  /** To be called every few seconds. */
  void sweep(Set<AttemptId> running) {
    if (++sweeps % SWEEPS_PER_LOOK != 0 || !Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> all = Files.list(directory)) {
      Set<Path> inUse =
          Set.copyOf(
              running.stream()
                  .map(attempt -> AttemptDirectory.of(workerDirectory, attempt).path())
                  .toList());
      List<Path> ended = new ArrayList<>(all.filter(path -> !inUse.contains(path)).toList());
      if (ended.size() > KEPT_MAX) {
        ended.sort(Comparator.comparing(AttemptFiles::changedAt));
        for (Path oldest : ended.subList(0, ended.size() - KEPT_MAX)) {
          remove(oldest);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot sweep the files of ended attempts: {}", e.getMessage());
    }
  }

  private static long changedAt(Path path) {
    try {
      return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /** A link leads to a directory that the guard lent and the attempt has kept. */
  private void remove(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      Path slot = directory.resolve(Files.readSymbolicLink(path)).normalize();
      if (slot.startsWith(workerDirectory.resolve("slots"))) {
        FileTrees.delete(slot);
      }
    }
    FileTrees.delete(path);
  }
}
