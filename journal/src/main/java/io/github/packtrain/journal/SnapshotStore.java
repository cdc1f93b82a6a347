package io.github.packtrain.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last two snapshots. The journal must keep every batch after the older one ({@link
 * #retainFrom}), so that a broken newest snapshot costs time and nothing else.
 */
final class SnapshotStore {
  static final String DIRECTORY = "snapshots";
  private static final String SUFFIX = ".snapshot";
  private static final String ASIDE_SUFFIX = ".tmp";
  private static final String BROKEN_SUFFIX = ".broken";
  private static final int KEPT = 2;
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);

  private final Path directory;

  private SnapshotStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens the store in the data directory, creating it if needed, and removes what a crash left
   * unfinished.
   */
  static SnapshotStore open(DataDirectory data) throws IOException {
    Path directory = data.path().resolve(DIRECTORY);
    DataDirectory.createDirectories(directory);
    for (Path file : list(directory, ASIDE_SUFFIX)) {
      Files.delete(file);
    }
    return new SnapshotStore(directory);
  }

  /** Begins a snapshot of the state after the batch {@code last}. */
  SnapshotWriter begin(int format, Head last, long atMillis) throws IOException {
    String name = String.format(Locale.ROOT, "%019d", last.sequence());
    return new SnapshotWriter(
        this,
        directory.resolve(name + ASIDE_SUFFIX),
        directory.resolve(name + SUFFIX),
        format,
        last,
        atMillis);
  }

  /**
   * The newest snapshot that is whole; a broken one is logged and passed over. It is read to its
   * end first, so that {@link #read} does not break off in the middle.
   */
  Optional<Snapshot> findNewest() throws IOException {
    for (Path file : newestFirst()) {
      try {
        return Optional.of(SnapshotFile.read(file, chunk -> {}));
      } catch (IOException e) {
        LOG.warn(
            "snapshot {} cannot be used, falling back to the one before: {}",
            file.getFileName(),
            e.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * Renames the snapshots newer than the one in use, which must be broken: they no longer count as
   * one of the two.
   */
  void setAsideNewerThan(long sequence) throws IOException {
    for (Path file : newestFirst()) {
      if (sequenceOf(file) > sequence) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + BROKEN_SUFFIX),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Gives the chunks to the consumer in order. */
  void read(Snapshot snapshot, Consumer<byte[]> consumer) throws IOException {
    SnapshotFile.read(snapshot.file(), consumer);
  }

  /**
   * The sequence from which the journal must keep its batches: the one that the oldest kept
   * snapshot stands for. Empty as long as there are not two, because then the only snapshot has
   * nothing to fall back to but the whole journal.
   */
  Optional<Long> retainFrom() throws IOException {
    List<Path> files = newestFirst();
    return files.size() < KEPT ? Optional.empty() : Optional.of(sequenceOf(files.get(KEPT - 1)));
  }

  /** Oldest deleted first, so that a crash in between leaves the newest ones. */
  void committed() throws IOException {
    List<Path> files = newestFirst();
    for (int i = files.size() - 1; i >= KEPT; i--) {
      Files.delete(files.get(i));
      CrashPoint.pass("journal.snapshot.older-deleted");
    }
  }

  /** The files of the kept snapshots, newest first. */
  List<Path> newestFirst() throws IOException {
    return list(directory, SUFFIX).stream()
        .sorted(Comparator.comparing(Path::getFileName).reversed())
        .toList();
  }

  private static long sequenceOf(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  private static List<Path> list(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().endsWith(suffix)).toList();
    }
  }
}
