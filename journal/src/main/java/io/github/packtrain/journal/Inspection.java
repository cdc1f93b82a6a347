package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Looks at the files of a journal without changing a byte and decides whether everything
 * acknowledged is there ({@code docs/decisions/0002-journal-damage.md}).
 */
final class Inspection {
  private final PositionMark.Position mark;
  private final WalScan scan;

  /** The last batch found whole so far. */
  private long lastGood;

  private Inspection(PositionMark.Position mark, WalScan scan) {
    this.mark = mark;
    this.scan = scan;
  }

  /**
   * Inspects the files.
   *
   * @param verifyFrom the first batch to verify; older ones are left to {@link BatchLog#verify}
   * @return where the journal ends
   * @throws Damaged if something acknowledged is missing or changed
   */
  static Head inspect(Path database, Path wal, Path markFile, long verifyFrom) throws IOException {
    PositionMark.Position mark = PositionMark.read(markFile);
    if (!Files.exists(database)) {
      if (mark.sequence() == 0) {
        return Head.EMPTY; // the first start was interrupted
      }
      throw new Damaged(
          0,
          database.getFileName() + " is missing, batch " + mark.sequence() + " was acknowledged",
          null);
    }
    Inspection inspection = new Inspection(mark, WalScan.of(wal));
    try (Connection connection = Sqlite.openReader(database)) {
      return inspection.inspect(connection, verifyFrom);
    } catch (SQLException e) {
      throw Sqlite.readFailure(e, inspection.lastGood, database);
    }
  }

  /** Reads every batch from {@code from} on. */
  static Head verify(Connection connection, long from) throws SQLException {
    ChainCheck check = new ChainCheck();
    Head head = Head.EMPTY;
    long next = Math.max(from, BatchTable.first(connection));
    for (List<Batch> page = BatchTable.page(connection, next);
        !page.isEmpty();
        page = BatchTable.page(connection, next)) {
      for (Batch batch : page) {
        check.accept(batch, next++);
        head = Head.of(batch);
      }
    }
    return head;
  }

  private Head inspect(Connection connection, long verifyFrom) throws SQLException {
    if (scan.damage().isPresent()) {
      throw new Damaged(lastWhole(connection), scan.damage().get(), null);
    }
    if (!BatchTable.exists(connection)) {
      if (mark.sequence() == 0) {
        return Head.EMPTY;
      }
      throw new Damaged(
          0, "the table is missing, batch " + mark.sequence() + " was acknowledged", null);
    }
    long last = BatchTable.last(connection);
    lastGood = Math.min(last, mark.sequence());
    if (last < mark.sequence()) {
      throw new Damaged(
          last,
          "the journal ends with batch %d, %d was acknowledged".formatted(last, mark.sequence()),
          null);
    }
    if (last == 0) {
      return Head.EMPTY;
    }
    checkMark(connection);
    Head head = verify(connection, Math.min(Math.max(1, verifyFrom), last));
    if (head.sequence() != last) {
      throw new Damaged(
          head.sequence(), "batches after " + head.sequence() + " cannot be read", null);
    }
    return head;
  }

  private void checkMark(Connection connection) throws SQLException {
    if (mark.sequence() == 0) {
      return;
    }
    List<Batch> page = BatchTable.page(connection, mark.sequence());
    Batch marked = page.isEmpty() ? null : page.getFirst();
    if (marked == null || marked.sequence() != mark.sequence() || marked.chain() != mark.chain()) {
      throw new Damaged(
          mark.sequence() - 1,
          "batch " + mark.sequence() + " is not the one that was acknowledged",
          null);
    }
  }

  /** For the message only: the last batch that SQLite would still find. */
  private long lastWhole(Connection connection) {
    try {
      return BatchTable.exists(connection) ? BatchTable.last(connection) : 0;
    } catch (SQLException unreadable) {
      return 0;
    }
  }

  /** Whether there is anything at all that a journal may have left. */
  static boolean isFresh(Path database, Path wal, Path markFile) {
    return !Files.exists(database) && !Files.exists(wal) && !Files.exists(markFile);
  }
}
