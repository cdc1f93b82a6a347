package io.github.packtrain.master.shell;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Effect;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each batch durable and only then lets anybody know: first the replica, then callers and
 * workers. A batch for which there is no space is held and tried again, new work is refused
 * meanwhile; any other failure of the journal ends the master.
 */
final class JournalThread {
  private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);

  /** While one batch is being written the loop makes another; a third waits for the loop's end. */
  private static final int AHEAD_MAX = 1;

  private static final long RETRY_MILLIS = 250;

  /** More than twice the journal's reserve. */
  private static final long ENOUGH_BYTES = 20L * 1024 * 1024;

  /** Empty for the end. */
  private final BlockingQueue<Optional<Batch>> batches = new ArrayBlockingQueue<>(AHEAD_MAX);

  private final CountDownLatch abandoned = new CountDownLatch(1);
  private final Journal journal;
  private final long epoch;
  private final Replica replica;
  private final Effects effects;
  private final Condition condition;
  private final LongSupplier spaceBytes;
  private final LongAdder batchCount = new LongAdder();
  private final LongAdder appendNanos = new LongAdder();
  private long reserveTriedNanos;

  /** Where effects go. */
  interface Effects {
    void carryOut(Effect effect);
  }

  /**
   * @param spaceBytes left on the disk of the journal
   */
  JournalThread(
      Journal journal,
      long epoch,
      Replica replica,
      Effects effects,
      Condition condition,
      LongSupplier spaceBytes) {
    this.journal = journal;
    this.epoch = epoch;
    this.replica = replica;
    this.effects = effects;
    this.condition = condition;
    this.spaceBytes = spaceBytes;
  }

  void put(Batch batch) throws InterruptedException {
    batches.put(Optional.of(batch));
  }

  /** No more batches come. */
  void end() throws InterruptedException {
    batches.put(Optional.empty());
  }

  /** Gives up a batch that is held for want of space: nobody has heard of it. */
  void abandon() {
    abandoned.countDown();
  }

  long batches() {
    return batchCount.sum();
  }

  long appendNanos() {
    return appendNanos.sum();
  }

  /** Runs until {@link #end}; what was put before is durable and known then, or was abandoned. */
  void run() throws InterruptedException {
    boolean going = true;
    for (Optional<Batch> next = batches.take(); next.isPresent(); next = batches.take()) {
      Batch batch = next.get();
      CrashPhase.BEFORE_APPEND.pass(batch);
      going = going && (batch.facts().isEmpty() || append(batch));
      if (!going) {
        continue; // What follows a batch that is not there may not be either.
      }
      CrashPhase.DURABLE.pass(batch);
      replica.follow(batch, journal.log().lastSequence(), journal.log().lastEvent());
      for (Effect effect : batch.effects()) {
        effects.carryOut(effect);
        CrashPoint.pass("master.effect.done");
      }
      CrashPhase.ANSWERED.pass(batch);
      recover();
    }
    replica.end();
  }

  /** False when the master stops while there is no space. */
  private boolean append(Batch batch) throws InterruptedException {
    byte[] payload = EventCodec.encode(batch.facts());
    while (true) {
      long from = System.nanoTime();
      try {
        journal.log().append(epoch, batch.facts().size(), payload, System.currentTimeMillis());
        appendNanos.add(System.nanoTime() - from);
        batchCount.increment();
        return true;
      } catch (JournalException.NoSpace e) {
        degrade(e);
        if (!journal.releaseReserve() && abandoned.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    }
  }

  private void degrade(JournalException.NoSpace e) {
    if (condition.findDegraded().isEmpty()) {
      LOG.warn("{}: {}; {}", e.what(), e.why(), e.hint());
    }
    condition.degrade(e.what() + ": " + e.why());
    reserveTriedNanos = System.nanoTime();
  }

  /**
   * All is well again when the reserve could be put by anew and as much is left beside it: the
   * space that giving up the reserve made is not the end of the trouble.
   */
  private void recover() {
    if (condition.findDegraded().isEmpty()
        || System.nanoTime() - reserveTriedNanos < TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS)) {
      return;
    }
    reserveTriedNanos = System.nanoTime();
    if (spaceBytes.getAsLong() >= ENOUGH_BYTES && journal.holdReserve()) {
      condition.restore();
      LOG.info("there is space again");
    }
  }
}
