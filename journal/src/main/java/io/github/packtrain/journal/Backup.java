package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.DirectoryRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A copy of a journal that can be used as data directory. The mark comes last: a copy without one
 * is refused.
 */
final class Backup {
  private Backup() {}

  /**
   * Snapshots first, then history, batches last: no snapshot may be ahead of the history, and none
   * of both ahead of the batches. Retention must not run meanwhile.
   */
  static long write(BatchLog log, SnapshotStore snapshots, Optional<History> history, Path target) {
    requireEmpty(target);
    try {
      DataDirectory.createDirectories(target);
      Path snapshotCopies = target.resolve(SnapshotStore.DIRECTORY);
      DataDirectory.createDirectories(snapshotCopies);
      for (Path file : snapshots.newestFirst()) {
        copy(file, snapshotCopies.resolve(file.getFileName()));
      }
      DataDirectory.force(snapshotCopies);

      if (history.isPresent()) {
        copyDatabase(history.get()::copyTo, target.resolve(History.DATABASE_FILE));
      }
      Path database = target.resolve(BatchLog.DATABASE_FILE);
      copyDatabase(log::copyTo, database);
      Head head = verify(database);
      PositionMark.create(
          target.resolve(BatchLog.POSITION_FILE),
          new PositionMark.Position(head.sequence(), head.chain()));
      return head.sequence();
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  private static void copyDatabase(Consumer<Path> source, Path copy) throws IOException {
    DataDirectory.openFile(copy, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        .close();
    source.accept(copy);
    force(copy);
  }

  private static void requireEmpty(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw failed(target, e);
    }
    throw new DirectoryRefused(
        "BACKUP_TARGET_NOT_EMPTY",
        "cannot write a backup to " + target,
        "there are files in it",
        "name a directory that is empty or does not exist yet",
        new FileAlreadyExistsException(target.toString()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (FileChannel out =
        DataDirectory.openFile(
            to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
        long size = in.size();
        for (long done = 0; done < size; ) {
          done += in.transferTo(done, size - done, out);
        }
      }
      out.force(true);
    }
    SnapshotFile.read(to, chunk -> {});
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static Head verify(Path database) {
    try (Connection connection = Sqlite.openReader(database)) {
      return Inspection.verify(connection, 1);
    } catch (SQLException e) {
      throw Sqlite.readFailure(e, 0, database);
    }
  }

  private static DirectoryRefused failed(Path target, IOException e) {
    return new DirectoryRefused(
        "BACKUP_FAILED",
        "the backup to " + target + " was not finished",
        e.toString(),
        "delete what there is of it and try again, on a disk with enough space",
        e);
  }
}
