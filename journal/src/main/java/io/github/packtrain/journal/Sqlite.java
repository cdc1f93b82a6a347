package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.Damaged;
import io.github.packtrain.journal.JournalException.DirectoryRefused;
import io.github.packtrain.journal.JournalException.NoSpace;
import io.github.packtrain.journal.JournalException.WriteFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * All that is particular to SQLite: how a connection is opened, what its errors mean. The SQL of
 * {@link BatchTable} is meant to run on PostgreSQL as well.
 */
final class Sqlite {
  /**
   * Large enough that a batch of hundreds of events does not become a long chain of overflow pages.
   */
  private static final int PAGE_BYTES = 8192;

  private static final int VACUUM_MIN_PAGES = 2048;
  private static final int BUSY_TIMEOUT_MILLIS = 5000;
  private static final int EXTENDED_CODE_SHIFT = 8;
  private static final int PRIMARY_CODE_MASK = (1 << EXTENDED_CODE_SHIFT) - 1;

  private Sqlite() {}

  /** A connection that writes: every commit is one fsync of the write-ahead log. */
  static Connection openWriter(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    Connection connection = config.createConnection(url(file));
    try (Statement statement = connection.createStatement()) {
      if (BatchTable.number(connection, "PRAGMA page_count") == 0) {
        // Only an empty file takes these; on any other, setting them again would be a write for
        // nothing.
        statement.execute("PRAGMA page_size=" + PAGE_BYTES);
        statement.execute("PRAGMA auto_vacuum=INCREMENTAL");
      }
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      // Checkpoints are ours, because SQLite swallows the errors of its own.
      statement.execute("PRAGMA wal_autocheckpoint=0");
      // One transaction never writes a page twice: the damage rule of WalScan stands on it.
      statement.execute("PRAGMA cache_spill=OFF");
      return connection;
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** A connection beside the writer's that only carries over. */
  static Connection openCheckpointer(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    Connection connection = config.createConnection(url(file));
    try {
      execute(connection, "PRAGMA synchronous=FULL");
      execute(connection, "PRAGMA wal_autocheckpoint=0");
      return connection;
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /**
   * For a database that is not the truth: SQLite checkpoints by itself, and a commit is written but
   * not synced. A loss of power may take the last commits, whole, until {@link #syncLog}.
   */
  static void relax(Connection connection) throws SQLException {
    execute(connection, "PRAGMA wal_autocheckpoint=1000");
    execute(connection, "PRAGMA synchronous=NORMAL");
  }

  /**
   * Makes all commits durable. What is no longer in the log was synced into the database before it
   * left. The log carries none of SQLite's locks, so that opening and closing it here drops none.
   */
  static void syncLog(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
  }

  /**
   * A connection that only reads; closing it never writes to the database or its log, even when it
   * is the last.
   */
  static Connection openReader(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    return config.createConnection(url(file));
  }

  /** As a URI, so that no character of a path is taken for a parameter. */
  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /**
   * Checks the pages and trees of the database, not only the rows that a query happens to touch.
   */
  static void checkStructure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "nothing";
      if (!"ok".equals(verdict)) {
        throw new Damaged(0, "SQLite's check says: " + verdict, null);
      }
    }
  }

  /**
   * Carries what is committed over from the log into the database, as far as nobody reads older
   * states.
   */
  static void checkpoint(Connection connection) throws SQLException {
    execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
  }

  /**
   * Carries everything over and empties the log file.
   *
   * @return false when somebody who reads an older state was in the way
   */
  static boolean checkpointAndTruncate(Connection connection) throws SQLException {
    return BatchTable.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
  }

  /**
   * Gives free pages back to the file system, a bounded number, and only when they are most of a
   * large file: smaller room is soon used again, and giving it back means moving live pages.
   *
   * @return whether there is more to give back
   */
  static boolean vacuumStep(Connection connection, int pages) throws SQLException {
    long free = BatchTable.number(connection, "PRAGMA freelist_count");
    long all = BatchTable.number(connection, "PRAGMA page_count");
    if (free < VACUUM_MIN_PAGES || free < all / 2) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      boolean more =
          statement.execute("PRAGMA incremental_vacuum(" + pages + ")"); // one page a step
      if (more) {
        try (ResultSet steps = statement.getResultSet()) {
          while (steps.next()) {}
        }
      }
    }
    return true;
  }

  /** Copies a consistent state into a new file, which the caller must make durable. */
  static void copy(Connection connection, Path file) throws SQLException {
    try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, file.toUri().toString());
      copy.execute();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether a primary key was taken already. */
  static boolean isDuplicateKey(SQLException e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }

  /** The answer to a failed write. */
  static JournalException writeFailure(SQLException e, long lastGoodSequence, Path file) {
    int primary = primaryCode(e);
    if (primary == SQLiteErrorCode.SQLITE_FULL.code || isSharedMemoryWithoutSpace(e, file)) {
      return new NoSpace(describe(e), e);
    }
    if (isDamage(primary)) {
      return new Damaged(lastGoodSequence, describe(e), e);
    }
    return new WriteFailed(describe(e), e);
  }

  /** The answer to a failed read. */
  static JournalException readFailure(SQLException e, long lastGoodSequence, Path file) {
    int primary = primaryCode(e);
    if (primary == SQLiteErrorCode.SQLITE_FULL.code || isSharedMemoryWithoutSpace(e, file)) {
      return new NoSpace(describe(e), e);
    }
    if (primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || primary == SQLiteErrorCode.SQLITE_PERM.code
        || primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new DirectoryRefused(
          "DATA_DIR_NOT_WRITABLE",
          "cannot open " + file,
          describe(e),
          "make the directory and its files readable and writable for this account, and end other programs using them",
          e);
    }
    return new Damaged(lastGoodSequence, describe(e), e);
  }

  private static boolean isDamage(int primary) {
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_ERROR.code; // a schema that no longer parses
  }

  /**
   * The index of the log lives in a file too; when that cannot grow, SQLite says I/O error instead
   * of full.
   */
  private static boolean isSharedMemoryWithoutSpace(SQLException e, Path file) {
    boolean sharedMemory =
        e instanceof SQLiteException s
            && (s.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE
                || s.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMMAP);
    return sharedMemory && file.toFile().getUsableSpace() < (1 << 20);
  }

  private static int primaryCode(SQLException e) {
    return e instanceof SQLiteException s
        ? s.getResultCode().code & PRIMARY_CODE_MASK
        : e.getErrorCode();
  }

  private static String describe(SQLException e) {
    return "SQLite: " + e.getMessage();
  }
}
