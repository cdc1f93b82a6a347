package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reports that the master has not acknowledged, in order. They are repeated on every new stream.
 * Ends are never dropped (there are no more of them than attempts held); measurements are, oldest
 * first, beyond a bound.
 *
 * <p>While a message is on its way and not yet acknowledged, what comes waits for the next one: the
 * busier the worker, the more reports a message has, and the less each costs. An end whose start
 * has not been sent makes that start superfluous, so starts wait a little for their ends. Messages
 * that hold several ends follow each other less often, those of a worker that runs nothing else at
 * once.
 */
final class ReportQueue {
  private static final int REPORTS_PER_MESSAGE = 1_000;
  private static final int BYTES_PER_MESSAGE = 1 << 20;
  private static final int MEASUREMENTS_MAX = 10_000;

  /** Full messages may follow each other without waiting, up to so many reports. */
  private static final int SENT_MAX = 4 * REPORTS_PER_MESSAGE;

  /** How long a start or a measurement waits for company. */
  static final long PATIENCE_MILLIS = 10;

  /** Between messages of a busy worker that has little to say. */
  static final long SPACING_MIN_MILLIS = 2;

  /** Between messages of one whose every message holds several ends. */
  static final long SPACING_MAX_MILLIS = 10;

  private final ArrayDeque<Entry> sent = new ArrayDeque<>();
  private final ArrayDeque<Entry> unsent = new ArrayDeque<>();
  private final TreeMap<AttemptId, Entry> unsentStarts = new TreeMap<>();
  private long lastNumber;
  private int measurements;
  private int urgent;
  private long waitingSinceMillis;
  private long sentAtMillis = Long.MIN_VALUE / 2;
  private long spacingMillis = SPACING_MIN_MILLIS;

  /** One report; {@code dropped} when there is no need for it any more. */
  private static final class Entry {
    private final long number;
    private final AttemptId attempt;
    private final Report report;
    private boolean dropped;

    Entry(long number, AttemptId attempt, Report report) {
      this.number = number;
      this.attempt = attempt;
      this.report = report;
    }

    boolean isUrgent() {
      return report.hasEnded() || report.hasWithdrawn();
    }
  }

  void add(AttemptId attempt, Report report, long nowMillis) {
    if (unsent.isEmpty()) {
      waitingSinceMillis = nowMillis;
    }
    Entry entry = new Entry(++lastNumber, attempt, report);
    if (report.hasStarted()) {
      unsentStarts.put(attempt, entry);
    } else if (report.hasMeasured()) {
      if (++measurements > MEASUREMENTS_MAX) {
        dropOldestMeasurement();
      }
    } else {
      urgent++;
      dropUnsentStart(attempt);
    }
    unsent.add(entry);
  }

  /** An end says the start as well. */
  private void dropUnsentStart(AttemptId attempt) {
    Entry start = unsentStarts.remove(attempt);
    if (start != null) {
      start.dropped = true;
    }
  }

  private void dropOldestMeasurement() {
    if (!dropMeasurement(sent.iterator())) {
      dropMeasurement(unsent.iterator());
    }
  }

  private boolean dropMeasurement(Iterator<Entry> oldestFirst) {
    while (oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (entry.report.hasMeasured() && !entry.dropped) {
        oldestFirst.remove();
        measurements--;
        return true;
      }
    }
    return false;
  }

  /** On a new stream everything is to be sent again. */
  void rewind() {
    while (!sent.isEmpty()) {
      Entry entry = sent.removeLast();
      urgent += entry.isUrgent() ? 1 : 0;
      unsent.addFirst(entry);
    }
    sentAtMillis = Long.MIN_VALUE / 2;
  }

  /**
   * The next message of reports not yet sent on this stream, if its time has come.
   *
   * @param idle nothing runs here, so nothing will come to keep it company
   */
  Optional<Reports> next(long nowMillis, boolean idle) {
    if (nowMillis < dueMillis(idle)) {
      return Optional.empty();
    }
    spacingMillis =
        urgent > 1
            ? Math.min(spacingMillis * 2, SPACING_MAX_MILLIS)
            : Math.max(spacingMillis / 2, SPACING_MIN_MILLIS);
    Reports.Builder message = Reports.newBuilder();
    int bytes = 0;
    while (!unsent.isEmpty()
        && message.getReportsCount() < REPORTS_PER_MESSAGE
        && bytes < BYTES_PER_MESSAGE) {
      Entry entry = unsent.remove();
      if (entry.dropped) {
        continue;
      }
      urgent -= entry.isUrgent() ? 1 : 0;
      if (entry.report.hasStarted()) {
        unsentStarts.remove(entry.attempt);
      }
      sent.add(entry);
      bytes += entry.report.getSerializedSize();
      message.addReports(entry.report).setLast(entry.number);
    }
    sentAtMillis = nowMillis;
    waitingSinceMillis = nowMillis;
    return message.getReportsCount() == 0 ? Optional.empty() : Optional.of(message.build());
  }

  /** When {@link #next} has something, unless more happens before; the session's clock. */
  long dueMillis(boolean idle) {
    if (unsent.isEmpty() || sent.size() >= SENT_MAX) {
      return Long.MAX_VALUE;
    }
    if (unsent.size() >= REPORTS_PER_MESSAGE) {
      return Long.MIN_VALUE;
    }
    if (!sent.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (urgent > 0) {
      return idle ? Long.MIN_VALUE : sentAtMillis + spacingMillis;
    }
    return waitingSinceMillis + PATIENCE_MILLIS;
  }

  /** Drops what is acknowledged; answers the attempts whose end or return was among it. */
  List<AttemptId> acknowledged(long last) {
    List<AttemptId> over = new ArrayList<>();
    while (!sent.isEmpty() && sent.peek().number <= last) {
      Entry entry = sent.remove();
      if (entry.isUrgent()) {
        over.add(entry.attempt);
      }
      measurements -= entry.report.hasMeasured() ? 1 : 0;
    }
    return over;
  }

  int size() {
    return sent.size() + unsent.size();
  }
}
