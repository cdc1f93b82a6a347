package io.github.packtrain.master.shell;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.History;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.journal.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the history what happened, many batches in one transaction, on a thread of its own: no read
 * of the replica waits for it. Whoever gives a batch waits when {@value #BEHIND_EVENTS_MAX} events
 * are not written yet. While the disk is full nobody waits and the batches stay here; the journal
 * takes no more than its reserve either then, so they stay few.
 */
final class HistoryFeed {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFeed.class);
  private static final int TRANSACTION_EVENTS = 20_000;
  static final int BEHIND_EVENTS_MAX = 3 * TRANSACTION_EVENTS;

  /** How long a batch may wait for others to share its transaction. */
  private static final long DELAY_NANOS = 200_000_000;

  private final History history;
  private final Deque<Recorded> waiting = new ArrayDeque<>();
  private final List<Ask> asks = new ArrayList<>();
  private int events;
  private long given;
  private long written;
  private long firstNanos;
  private boolean full;
  private boolean ended;
  private boolean stopped;

  /** Somebody needs the first batches, {@code given} of them, in the history. */
  private record Ask(long given, boolean durable, CompletableFuture<Boolean> answer) {}

  /** What one transaction takes, and whom it concerns. */
  private record Turn(List<Recorded> batches, List<Ask> asks) {}

  HistoryFeed(History history) {
    this.history = history;
  }

  /** Takes a batch; waits when too many have not been written. */
  synchronized void add(Recorded batch) throws InterruptedException {
    while (events >= BEHIND_EVENTS_MAX && !full && !stopped) {
      wait();
    }
    put(batch);
    if (waiting.size() == 1 || events >= TRANSACTION_EVENTS) {
      notifyAll();
    }
  }

  /** The same before {@link #run} runs: writes by itself as soon as there is enough for it. */
  void catchUp(Recorded batch) {
    put(batch);
    if (events >= TRANSACTION_EVENTS) {
      write(next());
    }
  }

  private synchronized void put(Recorded batch) {
    if (waiting.isEmpty()) {
      firstNanos = System.nanoTime();
    }
    waiting.add(batch);
    events += batch.facts().size();
    given++;
  }

  /**
   * Completes when the history has everything given so far, or with false when there is no space
   * for it.
   */
  CompletableFuture<Boolean> ready() {
    return ask(false);
  }

  /** The same, and synced. */
  CompletableFuture<Boolean> durable() {
    return ask(true);
  }

  private synchronized CompletableFuture<Boolean> ask(boolean durable) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (stopped) {
      answer.completeExceptionally(new RejectedException(Condition.stoppingRejection()));
    } else if (given == written && !durable) {
      answer.complete(true);
    } else {
      asks.add(new Ask(given, durable, answer));
      notifyAll();
    }
    return answer;
  }

  /** Whether the last transaction found no space. */
  synchronized boolean isFull() {
    return full;
  }

  /** Nothing follows. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Runs until {@link #end}; what was given is written then if there is space for it. */
  void run() throws InterruptedException {
    try {
      while (awaitTurn()) {
        write(next());
      }
    } finally {
      stop();
    }
  }

  private synchronized boolean awaitTurn() throws InterruptedException {
    while (asks.isEmpty() && (full || events < TRANSACTION_EVENTS)) {
      if (ended) {
        return !waiting.isEmpty() && !full;
      }
      if (waiting.isEmpty()) {
        wait();
      } else {
        long left = firstNanos + DELAY_NANOS - System.nanoTime();
        if (left <= 0) {
          return true;
        }
        wait(1 + left / 1_000_000);
      }
    }
    return true;
  }

  private synchronized Turn next() {
    List<Recorded> batches = new ArrayList<>();
    int some = 0;
    for (Iterator<Recorded> all = waiting.iterator();
        all.hasNext() && some < TRANSACTION_EVENTS; ) {
      Recorded batch = all.next();
      batches.add(batch);
      some += batch.facts().size();
    }
    long until = written + batches.size();
    return new Turn(batches, asks.stream().filter(ask -> ask.given <= until).toList());
  }

  private void write(Turn turn) {
    boolean done = project(turn.batches);
    if (done && turn.asks.stream().anyMatch(Ask::durable)) {
      history.sync();
    }
    tidy(turn, done).forEach(ask -> ask.answer.complete(done));
  }

  private boolean project(List<Recorded> batches) {
    try {
      CrashPoint.pass("master.history.before");
      history.project(batches);
      CrashPoint.pass("master.history.after");
      return true;
    } catch (JournalException.NoSpace e) {
      if (!isFull()) {
        LOG.warn("the history waits: {}", e.why());
      }
      return false;
    }
  }

  /** Answers whose wait is over: without space everybody's. */
  private synchronized List<Ask> tidy(Turn turn, boolean done) {
    full = !done;
    firstNanos = System.nanoTime();
    if (done) {
      written += turn.batches.size();
      for (Recorded batch : turn.batches) {
        waiting.removeFirst();
        events -= batch.facts().size();
      }
    }
    List<Ask> over = done ? turn.asks : List.copyOf(asks);
    asks.removeAll(over);
    notifyAll();
    return over;
  }

  private void stop() {
    List<Ask> rest;
    synchronized (this) {
      stopped = true;
      rest = List.copyOf(asks);
      asks.clear();
      notifyAll();
    }
    rest.forEach(
        ask ->
            ask.answer.completeExceptionally(new RejectedException(Condition.stoppingRejection())));
  }
}
