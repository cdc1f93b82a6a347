package io.github.packtrain.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.journal.JournalException.Damaged;
import io.github.packtrain.journal.JournalException.DirectoryRefused;
import io.github.packtrain.journal.JournalException.NoSpace;
import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.model.Fact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A data directory's durable state, opened in the right order: newest whole snapshot, then the
 * batches after it, all verified. {@link #replay} gives both to the caller, {@link #log} takes new
 * batches.
 *
 * <p>Retention: {@link #writeSnapshot} from time to time, then {@link #forget} until it returns
 * false.
 */
public final class Journal implements AutoCloseable {
  private static final String RESERVE_FILE = "journal.reserve";

  private final DataDirectory directory;
  private final SnapshotStore snapshots;
  private final BatchLog log;
  private final Reserve reserve;
  private final Optional<Snapshot> start;

  /** Held while a backup needs the batches that retention would forget. */
  private final ReentrantLock retention = new ReentrantLock();

  private Journal(
      DataDirectory directory,
      SnapshotStore snapshots,
      BatchLog log,
      Reserve reserve,
      Optional<Snapshot> start) {
    this.directory = directory;
    this.snapshots = snapshots;
    this.log = log;
    this.start = start;
    this.reserve = reserve;
  }

  /**
   * Opens the journal, creating an empty one in an empty directory. The directory stays the
   * caller's to close.
   *
   * @throws Damaged if anything acknowledged is missing or changed
   * @throws DirectoryRefused if the files cannot be read or written
   */
  public static Journal open(DataDirectory directory) {
    try {
      SnapshotStore snapshots = SnapshotStore.open(directory);
      Optional<Snapshot> start = snapshots.findNewest();
      Reserve reserve = new Reserve(directory.path().resolve(RESERVE_FILE));
      BatchLog log = openLog(directory, start.map(Snapshot::sequence).orElse(1L), reserve);
      try {
        requireContinuation(log, start);
        if (start.isPresent()) {
          snapshots.setAsideNewerThan(start.get().sequence());
        }
        Journal journal = new Journal(directory, snapshots, log, reserve, start);
        reserve.hold();
        return journal;
      } catch (RuntimeException | IOException e) {
        try (log) {
          throw e;
        }
      }
    } catch (IOException e) {
      throw refused(directory.path(), e);
    }
  }

  /** A start on a full disk uses the space put by. */
  private static BatchLog openLog(DataDirectory directory, long verifyFrom, Reserve reserve)
      throws IOException {
    try {
      return BatchLog.open(directory, verifyFrom);
    } catch (NoSpace full) {
      if (!reserve.release()) {
        throw full;
      }
      return BatchLog.open(directory, verifyFrom);
    }
  }

  private static void requireContinuation(BatchLog log, Optional<Snapshot> start) {
    if (start.isEmpty()) {
      long first = log.firstSequence();
      if (first > 1) {
        throw new Damaged(
            0,
            "it begins with batch " + first + " and no snapshot of what came before is whole",
            null);
      }
      return;
    }
    Snapshot snapshot = start.get();
    if (log.lastSequence() < snapshot.sequence()) {
      throw new Damaged(
          log.lastSequence(),
          "there is a snapshot of the state after batch " + snapshot.sequence(),
          null);
    }
    if (log.headAt(snapshot.sequence()).chain() != snapshot.chain()) {
      throw new Damaged(
          snapshot.sequence() - 1,
          "the snapshot after batch " + snapshot.sequence() + " is of another journal",
          null);
    }
  }

  /** Where batches are appended and read. */
  public BatchLog log() {
    return log;
  }

  /** The snapshot from which {@link #replay} starts; empty when it starts from the first batch. */
  public Optional<Snapshot> start() {
    return start;
  }

  /**
   * Gives every fact that rebuilds the state, in order: those of the snapshot, if there is one,
   * then those of every batch after it.
   *
   * @throws JournalException.TooNew if a newer release wrote some of it
   */
  public void replay(Consumer<? super Fact> facts) {
    replaySnapshot(facts);
    replayBatches(recorded -> recorded.facts().forEach(facts));
  }

  /** The first part of {@link #replay}: nothing when it starts from the first batch. */
  public void replaySnapshot(Consumer<? super Fact> facts) {
    SnapshotFacts.Reader reader = new SnapshotFacts.Reader(facts);
    readChunks(
        chunk -> {
          try {
            reader.accept(chunk);
          } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new Damaged(0, "the snapshot cannot be decoded", e);
          }
        });
    if (!reader.isComplete()) {
      throw new Damaged(0, "the snapshot ends in the middle of a fact", null);
    }
  }

  /** The second part of {@link #replay}, batch by batch. */
  public void replayBatches(Consumer<Recorded> batches) {
    readBatches(batch -> batches.accept(Recorded.of(batch)));
  }

  void readChunks(Consumer<byte[]> chunks) {
    if (start.isEmpty()) {
      return;
    }
    if (start.get().format() > SnapshotFacts.FORMAT) {
      throw new TooNew("its snapshot has format " + start.get().format());
    }
    try {
      snapshots.read(start.get(), chunks);
    } catch (IOException e) {
      throw new Damaged(
          0, "the snapshot " + start.get().file().getFileName() + " broke: " + e.getMessage(), e);
    }
  }

  void readBatches(Consumer<Batch> batches) {
    log.read(start.map(Snapshot::sequence).orElse(0L) + 1, batches);
  }

  /**
   * Writes the state after batch {@code sequence} as the facts that rebuild it; durable and the new
   * starting point when this returns. Meant for the replica's thread: appends go on meanwhile.
   *
   * @throws IOException if it could not be written; the journal is as good as before then
   */
  public void writeSnapshot(long sequence, Iterable<? extends Fact> facts, long atMillis)
      throws IOException {
    try (SnapshotWriter writer = beginSnapshot(SnapshotFacts.FORMAT, sequence, atMillis)) {
      SnapshotFacts.write(facts, writer);
      writer.commit();
    }
  }

  /**
   * Begins a snapshot of the state after batch {@code sequence}; it counts once committed.
   *
   * @param format of the chunks' content
   */
  SnapshotWriter beginSnapshot(int format, long sequence, long atMillis) throws IOException {
    return snapshots.begin(format, log.headAt(sequence), atMillis);
  }

  /**
   * Forgets some of the batches that no kept snapshot needs, so few that appends hardly notice.
   * Does nothing while a backup runs.
   *
   * @return whether to call again
   */
  public boolean forget() {
    if (!retention.tryLock()) {
      return false;
    }
    try {
      Optional<Long> keepFrom = snapshots.retainFrom();
      return keepFrom.isPresent() && log.truncateBefore(keepFrom.get());
    } catch (IOException e) {
      throw refused(directory.path(), e);
    } finally {
      retention.unlock();
    }
  }

  /**
   * Writes a consistent copy into {@code target}, which is a data directory then; appends and
   * projection go on meanwhile.
   *
   * @param target a directory that is empty or does not exist yet
   * @param history goes along if given
   * @return the last batch in the copy
   * @throws DirectoryRefused with code BACKUP_TARGET_NOT_EMPTY or BACKUP_FAILED
   */
  public long backup(Path target, Optional<History> history) {
    retention.lock();
    try {
      return Backup.write(log, snapshots, history, target);
    } finally {
      retention.unlock();
    }
  }

  /** A backup without history. */
  public long backup(Path target) {
    return backup(target, Optional.empty());
  }

  /**
   * On {@link JournalException.NoSpace}: gives the space put by to the disk; returns whether there
   * was any.
   */
  public boolean releaseReserve() {
    try {
      return reserve.release();
    } catch (IOException e) {
      throw refused(directory.path(), e);
    }
  }

  /** When there is space again: puts some by; returns false if there is not enough yet. */
  public boolean holdReserve() {
    try {
      return reserve.hold();
    } catch (IOException e) {
      throw refused(directory.path(), e);
    }
  }

  @Override
  public void close() {
    log.close();
  }

  private static DirectoryRefused refused(Path path, IOException e) {
    return new DirectoryRefused(
        "DATA_DIR_NOT_WRITABLE",
        "cannot use the journal in " + path,
        DataDirectory.reason(e),
        "make the directory and its files readable and writable for this account",
        e);
  }
}
