package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reports that the master has not acknowledged, in order. They are repeated on every new stream.
 * Ends are never dropped (there are no more of them than attempts held); measurements are, oldest
 * first, beyond a bound.
 */
final class ReportQueue {
  private static final int REPORTS_PER_MESSAGE = 1_000;
  private static final int MEASUREMENTS_MAX = 10_000;

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long lastNumber;
  private long sentUpTo;
  private int measurements;

  private record Entry(long number, AttemptId attempt, Report report) {}

  void add(AttemptId attempt, Report report) {
    if (report.hasEnded()) {
      dropUnsentStart(attempt);
    }
    if (report.hasMeasured() && ++measurements > MEASUREMENTS_MAX) {
      dropOldestMeasurement();
    }
    entries.add(new Entry(++lastNumber, attempt, report));
  }

  /** An end says the start as well. */
  private void dropUnsentStart(AttemptId attempt) {
    Iterator<Entry> newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      Entry entry = newestFirst.next();
      if (entry.number <= sentUpTo) {
        return;
      }
      if (entry.report.hasStarted() && entry.attempt.equals(attempt)) {
        newestFirst.remove();
        return;
      }
    }
  }

  private void dropOldestMeasurement() {
    for (Iterator<Entry> oldestFirst = entries.iterator(); oldestFirst.hasNext(); ) {
      if (oldestFirst.next().report.hasMeasured()) {
        oldestFirst.remove();
        measurements--;
        return;
      }
    }
  }

  /** On a new stream everything is to be sent again. */
  void rewind() {
    sentUpTo = 0;
  }

  /** The next message of reports not yet sent on this stream. */
  Optional<Reports> next() {
    Reports.Builder message = Reports.newBuilder();
    for (Entry entry : entries) {
      if (entry.number > sentUpTo) {
        message.addReports(entry.report).setLast(entry.number);
        if (message.getReportsCount() == REPORTS_PER_MESSAGE) {
          break;
        }
      }
    }
    if (message.getReportsCount() == 0) {
      return Optional.empty();
    }
    sentUpTo = message.getLast();
    return Optional.of(message.build());
  }

  /** Drops what is acknowledged; answers the attempts whose end or return was among it. */
  List<AttemptId> acknowledged(long last) {
    List<AttemptId> over = new ArrayList<>();
    while (!entries.isEmpty() && entries.peek().number <= last) {
      Entry entry = entries.remove();
      if (entry.report.hasEnded() || entry.report.hasWithdrawn()) {
        over.add(entry.attempt);
      }
      measurements -= entry.report.hasMeasured() ? 1 : 0;
    }
    return over;
  }

  int size() {
    return entries.size();
  }
}
