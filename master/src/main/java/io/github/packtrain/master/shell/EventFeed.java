package io.github.packtrain.master.shell;

import io.github.packtrain.journal.Recorded;
import io.github.packtrain.session.loop.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes durable from one moment on, on its way from the replica to those who watch. Bounded:
 * when nobody takes it for too long, it is dropped and the gap is said, since the journal has it
 * all. Thread-safe.
 */
public final class EventFeed {
  /** Waiting to be taken. */
  private static final int FACTS_MAX = 50_000;

  private final long begin;
  private List<Recorded> batches = new ArrayList<>();
  private @Nullable Presence presence;
  private int facts;
  private boolean gap;
  private boolean closed;

  EventFeed(long begin) {
    this.begin = begin;
  }

  /**
   * What has come since the last time.
   *
   * @param batches in order
   * @param presence the newest, if there is a new one
   * @param gap whether something before the batches was dropped
   */
  public record Taken(List<Recorded> batches, Optional<Presence> presence, boolean gap) {
    public Taken {
      batches = List.copyOf(batches);
    }
  }

  /** The number of the last event before the first that comes. */
  public long begin() {
    return begin;
  }

  /** Waits until there is something; empty when the feed is closed. */
  public synchronized Optional<Taken> take() throws InterruptedException {
    while (batches.isEmpty() && presence == null && !closed) {
      wait();
    }
    if (closed) {
      return Optional.empty();
    }
    Taken taken = new Taken(batches, Optional.ofNullable(presence), gap);
    batches = new ArrayList<>();
    presence = null;
    facts = 0;
    gap = false;
    return Optional.of(taken);
  }

  synchronized void offer(Recorded batch) {
    if (facts + batch.facts().size() > FACTS_MAX && facts > 0) {
      batches.clear();
      facts = 0;
      gap = true;
    }
    batches.add(batch);
    facts += batch.facts().size();
    notifyAll();
  }

  synchronized void offer(Presence now) {
    presence = now;
    notifyAll();
  }

  /** Whoever waits for more hears the end. */
  synchronized void close() {
    closed = true;
    batches.clear();
    notifyAll();
  }
}
