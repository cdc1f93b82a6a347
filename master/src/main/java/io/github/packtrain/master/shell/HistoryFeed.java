package io.github.packtrain.master.shell;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.History;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.journal.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the history what happened, many batches in one transaction. While the disk is full they
 * wait here; the journal takes no more either then, so they stay few. For the replica's thread
 * only.
 */
final class HistoryFeed {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFeed.class);
  private static final int EVENTS_MAX = 20_000;

  /** How long something may wait. */
  static final long DELAY_MILLIS = 200;

  private final History history;
  private List<Recorded> waiting = new ArrayList<>();
  private int events;
  private long firstNanos;
  private boolean full;

  HistoryFeed(History history) {
    this.history = history;
  }

  /** Takes a batch; written at the latest by {@link #flush}. */
  void add(Recorded batch) {
    if (waiting.isEmpty()) {
      firstNanos = System.nanoTime();
    }
    waiting.add(batch);
    events += batch.facts().size();
    if (events >= EVENTS_MAX) {
      flush();
    }
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Writes what has waited for long enough: each transaction costs a sync of the disk. */
  void flushIfDue() {
    if (!waiting.isEmpty() && System.nanoTime() - firstNanos >= DELAY_MILLIS * 1_000_000) {
      firstNanos = System.nanoTime();
      flush();
    }
  }

  /** Writes what waits; false when there is no space for it. */
  boolean flush() {
    if (waiting.isEmpty()) {
      return true;
    }
    try {
      CrashPoint.pass("master.history.before");
      history.project(waiting);
      CrashPoint.pass("master.history.after");
      waiting = new ArrayList<>();
      events = 0;
      full = false;
      return true;
    } catch (JournalException.NoSpace e) {
      if (!full) {
        LOG.warn("the history waits: {}", e.why());
      }
      full = true;
      return false;
    }
  }
}
