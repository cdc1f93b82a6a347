package io.github.packtrain.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the write-ahead log over into the database beside the appends, on a thread and a
 * connection of its own, so that no append waits for the many pages of it.
 *
 * <p>SQLite begins the log anew only when all of it has been carried over, which never comes about
 * beside a steady writer. So this goes over the log until little is left; the writer does the rest
 * before its next append ({@link State#NEARLY}), or has nothing to do at all ({@link State#DONE}).
 *
 * <p>A failure is kept and thrown by the next {@link #state}: the checkpoint belongs to the append
 * before which it is due, and to nobody before.
 */
final class Checkpointer implements AutoCloseable {
  /** What the writer may be left with: pages of so many appended bytes. */
  private static final long REST_BYTES = 512 << 10;

  private static final int PASSES_MAX = 6;
  private static final long WAIT_MILLIS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  enum State {
    IDLE,
    RUNNING,
    /** Little is left: the writer's own checkpoint is short now. */
    NEARLY,
    /** Everything was carried over, and nothing came meanwhile. */
    DONE
  }

  private final Path database;
  private final Semaphore due = new Semaphore(0);
  private @Nullable Thread thread;
  private volatile State state = State.IDLE;
  private volatile boolean closed;
  private volatile boolean hurry;
  private volatile long appendedBytes;
  private volatile @Nullable SQLException failure;

  Checkpointer(Path database) {
    this.database = database;
  }

  /**
   * How far it is; {@link State#NEARLY} and {@link State#DONE} are said once.
   *
   * @throws SQLException what made it fail
   */
  State state() throws SQLException {
    SQLException failed = failure;
    if (failed != null) {
      failure = null;
      state = State.IDLE;
      throw failed;
    }
    State now = state;
    if (now == State.NEARLY || now == State.DONE) {
      state = State.IDLE;
    }
    return now;
  }

  /** The writer appended so much; called by the writer only, as are the others. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void appended(long bytes) {
    appendedBytes += bytes;
  }

  /** Begins to carry over, unless it is at it. */
  void begin() {
    if (state != State.IDLE || closed) {
      return;
    }
    state = State.RUNNING;
    hurry = false;
    if (thread == null) {
      thread = Thread.ofPlatform().name("journal-checkpoint").daemon().start(this::run);
    }
    due.release();
  }

  /** It cannot keep up with the writer, who therefore waits for the end of the present pass. */
  void await() {
    hurry = true;
    Thread running = thread;
    boolean interrupted = false;
    synchronized (this) {
      while (state == State.RUNNING && running != null && running.isAlive()) {
        try {
          wait(WAIT_MILLIS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    restore(interrupted);
  }

  private void run() {
    Connection connection = null;
    try {
      for (due.acquireUninterruptibly(); !closed; due.acquireUninterruptibly()) {
        try {
          connection = connection == null ? Sqlite.openCheckpointer(database) : connection;
          reach(carryOver(connection));
        } catch (SQLException e) {
          // Without space for the database the log still holds all batches, and may have space for
          // more; the next append begins anew.
          boolean noSpace = Sqlite.writeFailure(e, 0, database) instanceof JournalException.NoSpace;
          failure = noSpace ? null : e;
          reach(State.IDLE);
        }
      }
    } finally {
      close(connection);
    }
  }

  /** What comes during a pass is for the next one, which is shorter therefore. */
  private State carryOver(Connection connection) throws SQLException {
    long came = Long.MAX_VALUE;
    for (int pass = 0; pass < PASSES_MAX && came > REST_BYTES && !closed && !hurry; pass++) {
      long before = appendedBytes;
      CrashPoint.pass("journal.checkpoint.before");
      Sqlite.checkpoint(connection);
      CrashPoint.pass("journal.checkpoint.after");
      came = appendedBytes - before;
    }
    return came == 0 ? State.DONE : State.NEARLY;
  }

  private synchronized void reach(State next) {
    state = next;
    notifyAll();
  }

  private static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.warn("the checkpoint's connection was not closed in order", e);
    }
  }

  /** Waits for what is under way; {@link #state} still says how that ended. */
  @Override
  public void close() {
    closed = true;
    due.release();
    Thread running = thread;
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restore(interrupted);
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
