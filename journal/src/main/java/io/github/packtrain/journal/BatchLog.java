package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.Damaged;
import io.github.packtrain.journal.JournalException.Deposed;
import io.github.packtrain.journal.JournalException.DirectoryRefused;
import io.github.packtrain.journal.JournalException.NoSpace;
import io.github.packtrain.journal.JournalException.WriteFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal: batches of events in order, each durable when {@link #append} returns, one fsync
 * each.
 *
 * <p>One master writes: {@link #openEpoch} makes it the writer by taking the next sequence, and
 * every append takes the next one again. Two masters that both believe in themselves therefore
 * reach for the same sequence, and the database gives it to one of them; the other gets {@link
 * Deposed}.
 *
 * <p>After {@link WriteFailed} or {@link Deposed} the log takes no more appends: the process has to
 * stop.
 */
public final class BatchLog implements AutoCloseable {
  static final String DATABASE_FILE = "journal.db";
  static final String WAL_FILE = "journal.db-wal";
  static final String POSITION_FILE = "journal.position";

  /** A batch larger than this is a mistake of the caller. */
  public static final int MAX_PAYLOAD_BYTES = 64 << 20;

  /**
   * The write-ahead log is carried over into the database when about this much has been appended.
   */
  private static final long CHECKPOINT_BYTES = 8 << 20;

  /**
   * What a batch costs in the write-ahead log beside its payload: the leaf, the page map, the first
   * page.
   */
  private static final int BATCH_OVERHEAD_BYTES = 3 * 8192;

  /** So many times that behind, the appends wait: the log must not grow without bound. */
  private static final int CHECKPOINT_BEHIND_MAX = 16;

  /** The mark is synced this often: what a power cut can make it forget. */
  private static final long MARK_FORCE_NANOS = 1_000_000_000L;

  private static final int TRUNCATE_STEP_ROWS = 128;
  private static final int VACUUM_STEP_PAGES = 512;

  private final Path database;
  private final long checkpointBytes;
  private final Connection connection;
  private final PositionMark mark;
  private final Checkpointer checkpointer;

  private Head head;
  private long epoch;
  private long markForcedNanos = System.nanoTime();
  private long bytesSinceCheckpoint;
  private boolean leftovers;
  private @Nullable JournalException stopped;

  /** Prepared when first needed, and again after a failure, which makes the driver drop it. */
  private @Nullable PreparedStatement insert;

  private BatchLog(
      Path database, long checkpointBytes, Connection connection, PositionMark mark, Head head) {
    this.database = database;
    this.checkpointBytes = checkpointBytes;
    this.connection = connection;
    this.mark = mark;
    this.checkpointer = new Checkpointer(database);
    this.head = head;
  }

  /** Opens the journal in the directory, creating it if there is none, and verifies all of it. */
  public static BatchLog open(DataDirectory directory) {
    return open(directory, 1);
  }

  /**
   * Opens the journal in the directory, creating it if there is none.
   *
   * @param verifyFrom the first batch that the caller depends on: it and all later ones are
   *     verified, older ones not
   * @throws JournalException.Damaged if anything acknowledged is missing or changed; no file is
   *     touched then
   */
  public static BatchLog open(DataDirectory directory, long verifyFrom) {
    return open(directory, verifyFrom, CHECKPOINT_BYTES);
  }

  static BatchLog open(DataDirectory directory, long verifyFrom, long checkpointBytes) {
    Path database = directory.path().resolve(DATABASE_FILE);
    Path wal = directory.path().resolve(WAL_FILE);
    Path markFile = directory.path().resolve(POSITION_FILE);
    try {
      if (Inspection.isFresh(database, wal, markFile)) {
        // The mark first: a journal without one counts as damaged.
        PositionMark.create(markFile, PositionMark.Position.NONE);
      }
      Head head = Inspection.inspect(database, wal, markFile, verifyFrom);
      if (!Files.exists(database)) {
        // Created here for its mode, which SQLite then gives to the log beside it. Never opened by
        // us later: closing
        // it would drop the locks that SQLite holds on it.
        DataDirectory.openFile(
                database, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
            .close();
        DataDirectory.force(directory.path());
      }
      return open(database, checkpointBytes, markFile, head);
    } catch (IOException e) {
      throw new DirectoryRefused(
          "DATA_DIR_NOT_WRITABLE",
          "cannot open the journal in " + directory.path(),
          DataDirectory.reason(e),
          "make the directory and its files readable and writable for this account",
          e);
    }
  }

  private static BatchLog open(Path database, long checkpointBytes, Path markFile, Head head)
      throws IOException {
    PositionMark mark = PositionMark.open(markFile);
    Connection connection = null;
    try {
      connection = Sqlite.openWriter(database);
      BatchTable.create(connection);
      // Nothing of an interrupted transaction may stay behind in the log: WalScan's rule stands on
      // it. And it writes anew, and syncs, what an earlier process may have failed to sync.
      CrashPoint.pass("journal.open.inspected");
      Sqlite.checkpointAndTruncate(connection);
      CrashPoint.pass("journal.open.truncated");
      mark.write(new PositionMark.Position(head.sequence(), head.chain()));
      mark.force();
      DataDirectory.forceNameOf(database); // SQLite ignores when its own fails
      return new BatchLog(database, checkpointBytes, connection, mark, head);
    } catch (SQLException e) {
      JournalException failure = Sqlite.writeFailure(e, head.sequence(), database);
      closeAfter(failure, connection, mark);
      throw failure;
    } catch (IOException e) {
      closeAfter(e, connection, mark);
      throw e;
    }
  }

  /**
   * Makes the caller the one writer: records a batch without events in a new epoch.
   *
   * @return the epoch to append with
   */
  public synchronized long openEpoch(long atMillis) {
    long opened = Math.max(head.epoch(), epoch) + 1;
    write(
        Batch.chained(
            head.sequence() + 1, opened, head.lastEvent(), 0, atMillis, head.chain(), new byte[0]));
    epoch = opened;
    return opened;
  }

  /**
   * Appends a batch. When this returns, the batch is durable; when it throws, nobody may hear of
   * it.
   *
   * @param epoch what {@link #openEpoch} returned
   * @param eventCount how many events the payload holds, ≥ 1
   * @param payload at most {@link #MAX_PAYLOAD_BYTES}
   * @param atMillis wall clock, for people only
   * @return the sequence of the batch
   * @throws JournalException.NoSpace if nothing was recorded: hold the batch, try the same one
   *     again
   * @throws WriteFailed if it is not known what was recorded: stop the process
   * @throws Deposed if a newer master has written: stop the process
   */
  public synchronized long append(long epoch, int eventCount, byte[] payload, long atMillis) {
    if (epoch != this.epoch || eventCount < 1 || payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "epoch %d of %d, %d events, %d bytes"
              .formatted(epoch, this.epoch, eventCount, payload.length));
    }
    long sequence = head.sequence() + 1;
    write(
        Batch.chained(
            sequence,
            epoch,
            head.lastEvent() + eventCount,
            eventCount,
            atMillis,
            head.chain(),
            payload));
    return sequence;
  }

  /** The sequence of the last durable batch; 0 when there is none. */
  public synchronized long lastSequence() {
    return head.sequence();
  }

  /** How many events the journal has had from the beginning of time. */
  public synchronized long lastEvent() {
    return head.lastEvent();
  }

  /** The end of the journal as it was after batch {@code sequence}, which must still be kept. */
  Head headAt(long sequence) {
    List<Batch> page = onReader(reader -> BatchTable.page(reader, sequence));
    if (page.isEmpty() || page.getFirst().sequence() != sequence) {
      throw new Damaged(0, "batch " + sequence + " is missing", null);
    }
    return Head.of(page.getFirst());
  }

  /** The sequence of the oldest batch still kept; 0 when there is none. */
  public long firstSequence() {
    return onReader(BatchTable::first);
  }

  /**
   * Gives every durable batch from {@code fromSequence} on to the consumer, in order, each one
   * verified. Holds no lock while the consumer works, so batches appended meanwhile are included.
   *
   * @throws JournalException.Damaged if {@code fromSequence} is no longer kept or a batch is
   *     missing or changed
   */
  public void read(long fromSequence, Consumer<Batch> consumer) {
    onReader(
        reader -> {
          ChainCheck check = new ChainCheck();
          long next = Math.max(1, fromSequence);
          for (List<Batch> page = BatchTable.page(reader, next);
              !page.isEmpty();
              page = BatchTable.page(reader, next)) {
            for (Batch batch : page) {
              check.accept(batch, next++);
              consumer.accept(batch);
            }
          }
          return next;
        });
  }

  /**
   * What follows an event, as far as it is kept: when the first batch begins later than with the
   * next event, those between are forgotten. May be called from any thread.
   *
   * @param event how many events the reader knows already
   * @param batchesMax at most so many batches
   * @return in order; the first may begin with events that the reader knows
   */
  public List<Recorded> after(long event, int batchesMax) {
    return onReader(reader -> BatchTable.after(reader, event, batchesMax)).stream()
        .map(Recorded::of)
        .toList();
  }

  /**
   * Verifies everything that is kept: the database's own structure and every batch.
   *
   * @throws JournalException.Damaged if anything is missing or changed
   */
  public void verify() {
    onReader(
        reader -> {
          Sqlite.checkStructure(reader);
          return Inspection.verify(reader, 1);
        });
  }

  /**
   * Forgets batches before {@code sequence}, at most so many that appends hardly notice; the last
   * batch always stays.
   *
   * @return whether there is more to forget: call again
   */
  public synchronized boolean truncateBefore(long sequence) {
    requireWritable();
    long keepFrom = Math.min(sequence, head.sequence());
    try {
      long first = BatchTable.first(connection);
      if (first < keepFrom) {
        BatchTable.deleteBefore(connection, Math.min(keepFrom, first + TRUNCATE_STEP_ROWS));
        CrashPoint.pass("journal.forget.deleted");
        appended(checkpointBytes / 8);
        return true;
      }
      return Sqlite.vacuumStep(connection, VACUUM_STEP_PAGES);
    } catch (SQLException e) {
      throw failed(Sqlite.writeFailure(e, head.sequence(), database));
    }
  }

  /**
   * Writes a consistent copy of the database to a file that does not exist yet; appends go on
   * meanwhile.
   */
  void copyTo(Path file) {
    onReader(
        reader -> {
          Sqlite.copy(reader, file);
          return file;
        });
  }

  /**
   * Closes the files. What was appended stays.
   *
   * @throws WriteFailed if the disk failed at last; everything acknowledged is recovered by the
   *     next start
   */
  @Override
  public synchronized void close() {
    checkpointer.close();
    try (connection;
        mark) {
      if (stopped == null) {
        mark.force();
        checkpointer.state();
      }
    } catch (SQLException e) {
      // The space for a checkpoint is not the space for a batch: the log holds all of them.
      if (!(Sqlite.writeFailure(e, head.sequence(), database) instanceof NoSpace)) {
        throw new WriteFailed(e.toString(), e);
      }
    } catch (IOException e) {
      throw new WriteFailed(e.toString(), e);
    }
  }

  private void write(Batch batch) {
    requireWritable();
    try {
      tidy();
      CrashPoint.pass("journal.append.before");
      insert(batch);
      CrashPoint.pass("journal.append.committed");
    } catch (SQLException e) {
      leftovers = true;
      dropInsert(e);
      if (Sqlite.isDuplicateKey(e)) {
        throw failed(new Deposed(batch.epoch(), batch.sequence(), "that sequence is taken", e));
      }
      throw failed(Sqlite.writeFailure(e, head.sequence(), database));
    }
    head = Head.of(batch);
    appended(batch.payload().length + BATCH_OVERHEAD_BYTES);
    markAcknowledged();
    CrashPoint.pass("journal.append.marked");
  }

  private void appended(long bytes) {
    bytesSinceCheckpoint += bytes;
    checkpointer.appended(bytes);
  }

  private void insert(Batch batch) throws SQLException {
    PreparedStatement statement = insert;
    if (statement == null) {
      statement = connection.prepareStatement(BatchTable.INSERT);
      insert = statement;
    }
    BatchTable.insert(statement, batch);
  }

  private void dropInsert(SQLException failure) {
    try {
      if (insert != null) {
        insert.close();
      }
      insert = null;
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Before the batch and not after it, so that a failure here is a failure of this batch, which is
   * not recorded.
   */
  private void tidy() throws SQLException {
    Checkpointer.State carriedOver = checkpointer.state();
    if (leftovers) {
      if (!Sqlite.checkpointAndTruncate(connection)) {
        throw new NoSpace("what the failed append left cannot be cleared: somebody reads", null);
      }
      leftovers = false;
      bytesSinceCheckpoint = 0;
      return;
    }
    switch (carriedOver) {
      case IDLE -> {
        if (bytesSinceCheckpoint >= checkpointBytes) {
          checkpointer.begin();
        }
      }
      case RUNNING -> {
        if (bytesSinceCheckpoint >= CHECKPOINT_BEHIND_MAX * checkpointBytes) {
          checkpointer.await();
          carryOverNow();
        }
      }
      case NEARLY -> carryOverNow();
      case DONE -> bytesSinceCheckpoint = 0;
    }
  }

  /** With nobody beside, SQLite begins the log anew after this. */
  private void carryOverNow() throws SQLException {
    Sqlite.checkpoint(connection);
    bytesSinceCheckpoint = 0;
  }

  private void markAcknowledged() {
    try {
      mark.write(new PositionMark.Position(head.sequence(), head.chain()));
      long now = System.nanoTime();
      if (now - markForcedNanos >= MARK_FORCE_NANOS) {
        mark.force();
        markForcedNanos = now;
      }
    } catch (IOException e) {
      throw failed(new WriteFailed(e.toString(), e));
    }
  }

  private void requireWritable() {
    if (stopped != null) {
      throw new IllegalStateException("the journal has stopped", stopped);
    }
  }

  /** Remembers that the log is finished, unless the failure is one that passes. */
  private JournalException failed(JournalException failure) {
    if (!(failure instanceof NoSpace)) {
      stopped = failure;
    }
    return failure;
  }

  private <T> T onReader(Reading<T> reading) {
    try (Connection reader = Sqlite.openReader(database)) {
      return reading.read(reader);
    } catch (SQLException e) {
      throw Sqlite.readFailure(e, 0, database);
    }
  }

  private static void closeAfter(
      Exception failure, @Nullable Connection connection, PositionMark mark) {
    try (connection;
        mark) {
      return;
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
    }
  }

  private interface Reading<T> {
    T read(Connection reader) throws SQLException;
  }
}
