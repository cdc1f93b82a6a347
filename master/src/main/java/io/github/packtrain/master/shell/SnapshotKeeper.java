package io.github.packtrain.master.shell;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.world.World;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the replica's state is written as a snapshot, and has the journal forget what no
 * snapshot needs. Taking the state happens on the replica's thread, writing it on another; one at a
 * time. A snapshot that fails costs nothing but the time of a longer replay, so it is logged and
 * tried again later.
 */
final class SnapshotKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);
  private static final long PAUSE_NANOS = 1_000_000;

  private final Journal journal;
  private final long everyEvents;
  private final long everyNanos;
  private final Semaphore writing = new Semaphore(1);
  private long eventsSince;
  private long takenNanos = System.nanoTime();

  /**
   * @param eventsSince how many events have been replayed after the last snapshot
   */
  SnapshotKeeper(Journal journal, long everyEvents, long everyMillis, long eventsSince) {
    this.journal = journal;
    this.everyEvents = everyEvents;
    this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    this.eventsSince = eventsSince;
  }

  /**
   * Whether it is time for a snapshot.
   *
   * @param events how many more have been applied
   */
  boolean isDue(int events) {
    eventsSince += events;
    return eventsSince >= everyEvents || System.nanoTime() - takenNanos >= everyNanos;
  }

  /**
   * Takes the state, unless the snapshot before is still being written.
   *
   * @param kept asks for what the snapshot waits for: that the history has what the state came from
   */
  void begin(World world, long sequence, Supplier<CompletableFuture<Boolean>> kept) {
    if (writing.tryAcquire()) {
      List<Fact> facts = take(world);
      CrashPoint.pass("master.snapshot.taken");
      CompletableFuture<Boolean> history = kept.get();
      Thread.ofVirtual()
          .name("snapshot")
          .start(
              () -> {
                write(facts, sequence, history);
                forget();
              });
    }
  }

  /** The replica stops: a last snapshot makes the next start quick. */
  void last(World world, long sequence, CompletableFuture<Boolean> kept)
      throws InterruptedException {
    writing.acquire();
    if (eventsSince > 0) {
      write(take(world), sequence, kept);
    } else {
      writing.release();
    }
  }

  private List<Fact> take(World world) {
    eventsSince = 0;
    takenNanos = System.nanoTime();
    return world.snapshot();
  }

  private void write(List<Fact> facts, long sequence, CompletableFuture<Boolean> kept) {
    try {
      if (kept.join()) {
        journal.writeSnapshot(sequence, facts, System.currentTimeMillis());
      } else {
        LOG.warn("no snapshot after batch {}: the history has no space", sequence);
      }
    } catch (IOException | JournalException | CompletionException e) {
      LOG.warn("no snapshot after batch {}: {}", sequence, e.getMessage());
    } finally {
      writing.release();
    }
  }

  /** In small steps, between which appends go on. */
  private void forget() {
    try {
      while (journal.forget()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (JournalException e) {
      LOG.warn("the journal keeps more than it needs: {}", e.getMessage());
    }
  }
}
