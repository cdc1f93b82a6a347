package io.github.packtrain.master.shell;

import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.Snapshot;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.world.World;

/**
 * The truth as the journal has it, twice, each for a thread of its own.
 *
 * @param sequence of the last batch
 * @param lastEvent how many events there have been
 * @param replayed how many of them came after the snapshot
 * @param lastMillis when the last batch was written
 */
record Recovery(
    World loopWorld,
    World replicaWorld,
    long sequence,
    long lastEvent,
    long replayed,
    long lastMillis) {

  static Recovery of(Journal journal) {
    World loopWorld = new World();
    World replicaWorld = new World();
    journal.replay(
        (Fact fact) -> {
          loopWorld.apply(fact);
          replicaWorld.apply(fact);
        });
    long lastEvent = journal.log().lastEvent();
    return new Recovery(
        loopWorld,
        replicaWorld,
        journal.log().lastSequence(),
        lastEvent,
        lastEvent - journal.start().map(Snapshot::lastEvent).orElse(0L),
        lastMillis(journal));
  }

  private static long lastMillis(Journal journal) {
    long[] latest = {journal.start().map(Snapshot::atMillis).orElse(0L)};
    if (journal.log().lastSequence() > 0) {
      journal
          .log()
          .read(
              journal.log().lastSequence(),
              batch -> latest[0] = Math.max(latest[0], batch.atMillis()));
    }
    return latest[0];
  }
}
