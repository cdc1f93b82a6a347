package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.DirectoryRefused;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been: ended jobs, their tasks, attempts and measurements, and trials, in a database of
 * its own ({@code history.db}), so that bulk writes here never hold up the journal.
 *
 * <p>The replica feeds it: at the start the facts of the snapshot ({@link #restore}), then every
 * batch ({@link #project}), also those that it has already: it knows its position, kept in the same
 * transaction as the rows, and so takes each fact exactly once. A snapshot may only be written of a
 * state that was projected and made durable ({@link #sync}), because replay never goes back before
 * it; what a loss of power takes from the history after that comes back from the journal.
 *
 * <p>Threads: writing methods from one; reading ones from any, they see what was projected.
 */
public final class History implements AutoCloseable {
  static final String DATABASE_FILE = "history.db";

  /** The most that one call of a reading method returns. */
  public static final int MAX_LIMIT = 10_000;

  private static final int READERS = 4;
  private static final int FORGET_STEP_ROWS = 2000;
  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  private final Path database;
  private final Connection connection;
  private final HistoryTables tables;
  private final HistoryProjection projection;
  private final BlockingQueue<Connection> idleReaders = new ArrayBlockingQueue<>(READERS);
  private long position;

  private History(Path database, Connection connection) throws SQLException {
    this.database = database;
    this.connection = connection;
    this.tables = new HistoryTables(connection);
    this.projection = new HistoryProjection(tables);
    this.position = BatchTable.number(connection, "SELECT max(sequence) FROM progress");
  }

  /**
   * Opens the history in the directory, creating an empty one if there is none.
   *
   * @param lastSequence where the journal ends; a history beyond it belongs to another journal
   * @throws DirectoryRefused with code HISTORY_UNUSABLE
   */
  public static History open(DataDirectory directory, long lastSequence) {
    Path database = directory.path().resolve(DATABASE_FILE);
    try {
      if (!Files.exists(database)) {
        DataDirectory.openFile(
                database, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
            .close();
      }
      History history = open(database);
      if (history.position > lastSequence) {
        history.close();
        throw new SQLException(
            "it goes up to batch %d, the journal ends with %d"
                .formatted(history.position, lastSequence));
      }
      return history;
    } catch (IOException | SQLException e) {
      throw unusable(database, e);
    }
  }

  private static History open(Path database) throws SQLException {
    Connection connection = Sqlite.openWriter(database);
    try {
      HistoryTables.create(connection);
      Sqlite.relax(connection);
      connection.setAutoCommit(false);
      return new History(database, connection);
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** The last batch whose facts are in the history. */
  public synchronized long position() {
    return position;
  }

  /**
   * Takes the facts of the snapshot from which the replica starts, before any {@link #project}.
   *
   * @param sequence the batch that the snapshot stands for
   */
  public synchronized void restore(long sequence, List<? extends Fact> facts) {
    facts.forEach(projection::track);
    projection.committed();
    if (sequence > position) {
      LOG.warn(
          "the history ends with batch {}, the snapshot stands for {}: what ended in between is missing from it",
          position,
          sequence);
      inTransaction(sequence, () -> writeAll(facts, 0));
    }
  }

  /**
   * Takes batches, in order and without a gap, in one transaction.
   *
   * @throws JournalException.NoSpace if the disk is full; nothing was taken, give the same again
   */
  public synchronized void project(List<Recorded> batches) {
    if (batches.isEmpty()) {
      return;
    }
    inTransaction(
        Math.max(position, batches.getLast().sequence()),
        () -> {
          for (Recorded batch : batches) {
            if (batch.sequence() > position) {
              writeAll(batch.facts(), batch.firstEvent());
            } else {
              batch.facts().forEach(projection::track);
            }
          }
        });
  }

  /**
   * Makes durable what was projected.
   *
   * @throws JournalException.WriteFailed whatever the disk says: after a failed sync nobody knows
   *     what is there, and asking again would not tell
   */
  public synchronized void sync() {
    try {
      Sqlite.syncLog(database);
    } catch (IOException e) {
      throw new JournalException.WriteFailed("the history: " + e, e);
    }
  }

  private void writeAll(List<? extends Fact> facts, long firstEvent) throws SQLException {
    long event = firstEvent;
    for (Fact fact : facts) {
      projection.write(fact, event++);
    }
  }

  /**
   * Forgets some of the jobs that ended before {@code endedBeforeMillis} or beyond the newest
   * {@code keepJobs}, with all that belongs to them; so few that projection hardly notices.
   *
   * @return whether to call again
   */
  public synchronized boolean forget(long endedBeforeMillis, int keepJobs) {
    long[] removed = new long[1];
    inTransaction(
        position,
        () -> {
          long job =
              tables.number(
                  "SELECT coalesce((SELECT id FROM job WHERE ended_at > 0 AND ended_at < ? ORDER BY ended_at LIMIT 1),"
                      + " (SELECT id FROM job WHERE ended_at > 0 ORDER BY ended_at DESC, id DESC LIMIT 1 OFFSET ?), 0)",
                  endedBeforeMillis,
                  keepJobs);
          if (job > 0) {
            removed[0] = forget(job);
          }
        });
    return removed[0] > 0;
  }

  /** The job's own row goes last, so that an interrupted call goes on with the same job. */
  private int forget(long job) throws SQLException {
    for (String table : List.of("measurement", "attempt", "params")) {
      String key =
          table.equals("measurement")
              ? "position"
              : table.equals("attempt") ? "number" : "first_index";
      String index = table.equals("params") ? "" : "task_index, ";
      int count =
          tables.write(
              "DELETE FROM %1$s WHERE (job, %2$s%3$s) IN (SELECT job, %2$s%3$s FROM %1$s WHERE job = ? LIMIT ?)"
                  .formatted(table, index, key),
              job,
              FORGET_STEP_ROWS);
      if (count > 0) {
        return count;
      }
    }
    return tables.write("DELETE FROM job WHERE id = ?", job);
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void inTransaction(long newPosition, Work work) {
    try {
      work.run();
      tables.write(
          "INSERT INTO progress (id, sequence) VALUES (1, ?)"
              + " ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence",
          newPosition);
      connection.commit();
    } catch (SQLException e) {
      rollBack(e);
      throw Sqlite.writeFailure(e, position, database);
    }
    position = newPosition;
    projection.committed();
  }

  private void rollBack(SQLException failure) {
    projection.rolledBack();
    try {
      tables.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      beginAnew(failure);
    }
  }

  /** On some failures, a full disk among them, SQLite has rolled back by itself already. */
  private void beginAnew(SQLException failure) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  // ---- reading

  /** The job, if it has ended and is not forgotten. */
  public Optional<PastJob> findJob(JobId id) {
    return read(reader -> reader.findJob(id));
  }

  /**
   * Ended jobs with ids below {@code before}, newest first; the last one's id goes on from there.
   *
   * @param states only these; empty for all
   * @param owner only this one's; empty for all
   */
  public List<PastJob> jobsBefore(JobId before, int limit, Set<JobState> states, String owner) {
    return read(reader -> reader.jobsBefore(before, bounded(limit), states, owner));
  }

  /**
   * Tasks of an ended job from {@code fromIndex} on, in order.
   *
   * @param states only these; empty for all
   */
  public List<PastTask> tasks(JobId job, int fromIndex, int limit, Set<TaskState> states) {
    return read(reader -> reader.tasks(job, fromIndex, bounded(limit), states));
  }

  /** The ended attempts of a task, of a living job too, in order. */
  public List<PastAttempt> attempts(TaskId task) {
    return read(reader -> reader.attempts(task));
  }

  /** What the attempts of a task measured, in order, after {@code afterPosition} (0 for all). */
  public List<PastMeasurement> measurements(TaskId task, long afterPosition, int limit) {
    return read(reader -> reader.measurements(task, afterPosition, bounded(limit)));
  }

  /** The ended trials of a study with numbers above {@code afterTrial}, in order. */
  public List<PastTrial> trials(String study, int afterTrial, int limit) {
    return read(reader -> reader.trials(study, afterTrial, bounded(limit)));
  }

  private static int bounded(int limit) {
    return Math.clamp(limit, 0, MAX_LIMIT);
  }

  private interface Query<T> {
    T run(HistoryReader reader) throws SQLException;
  }

  private <T> T read(Query<T> query) {
    try {
      Connection idle = idleReaders.poll();
      Connection reader = idle == null ? Sqlite.openReader(database) : idle;
      try {
        T answer = query.run(new HistoryReader(reader));
        if (!idleReaders.offer(reader)) {
          reader.close();
        }
        return answer;
      } catch (SQLException | RuntimeException e) {
        try (reader) {
          throw e;
        }
      }
    } catch (SQLException e) {
      throw unusable(database, e);
    }
  }

  /** Writes a consistent copy of the database to a file that does not exist yet or is empty. */
  void copyTo(Path file) {
    try (Connection reader = Sqlite.openReader(database)) {
      Sqlite.copy(reader, file);
    } catch (SQLException e) {
      throw unusable(database, e);
    }
  }

  @Override
  public synchronized void close() {
    try (connection;
        tables) {
      for (Connection reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
        reader.close();
      }
    } catch (SQLException e) {
      throw unusable(database, e);
    }
  }

  private static DirectoryRefused unusable(Path database, Exception e) {
    return new DirectoryRefused(
        "HISTORY_UNUSABLE",
        "the history in " + database + " cannot be used",
        String.valueOf(e.getMessage()),
        "free space if the disk is full; otherwise move the file away: ended jobs go out of sight,"
            + " nothing else is lost",
        e);
  }
}
