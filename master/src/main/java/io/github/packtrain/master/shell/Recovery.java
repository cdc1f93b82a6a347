package io.github.packtrain.master.shell;

import io.github.packtrain.journal.Batch;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.world.World;

/**
 * The truth as the journal has it, twice: for the loop and for the replica.
 */
final class Recovery {
  final World loopWorld = new World();
  final World replicaWorld = new World();
  private final Projection history;
  private final long historySequence;
  private long sequence;
  private long lastEvent;
  private long replayed;
  private long lastMillis;

  /**
   * @param historySequence the last batch that history has
   */
  Recovery(Projection history, long historySequence) {
    this.history = history;
    this.historySequence = historySequence;
  }

  void run(Journal journal) {
    journal
        .start()
        .ifPresent(
            snapshot -> {
              sequence = snapshot.sequence();
              lastEvent = snapshot.lastEvent();
              lastMillis = snapshot.atMillis();
            });
    SnapshotStream.Reader snapshot = new SnapshotStream.Reader(this::apply);
    journal.recover(snapshot, this::replay);
    if (!snapshot.isComplete()) {
      throw new IllegalStateException("the snapshot ends within a frame");
    }
    history.flush();
  }

  private void replay(Batch batch) {
    if (batch.eventCount() > 0) {
      var facts = Facts.decode(batch.payload());
      facts.forEach(this::apply);
      if (batch.sequence() > historySequence) {
        history.add(facts, batch.sequence(), batch.lastEvent());
      }
      replayed += facts.size();
    }
    sequence = batch.sequence();
    lastEvent = batch.lastEvent();
    lastMillis = Math.max(lastMillis, batch.atMillis());
  }

  private void apply(Fact fact) {
    loopWorld.apply(fact);
    replicaWorld.apply(fact);
  }

  long sequence() {
    return sequence;
  }

  long lastEvent() {
    return lastEvent;
  }

  /** Events after the snapshot. */
  long replayed() {
    return replayed;
  }

  /** The latest time that is known. */
  long lastMillis() {
    return lastMillis;
  }
}
