package io.github.packtrain.master.shell;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.History;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.Snapshot;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * The truth as the journal has it, twice, each for a thread of its own.
 *
 * @param history has or holds all of it
 * @param sequence of the last batch
 * @param lastEvent how many events there have been
 * @param replayed how many of them came after the snapshot
 * @param lastMillis when the last batch was written
 */
record Recovery(
    World loopWorld,
    World replicaWorld,
    HistoryFeed history,
    long sequence,
    long lastEvent,
    long replayed,
    long lastMillis) {

  static Recovery of(Journal journal, History history) {
    World loopWorld = new World();
    World replicaWorld = new World();
    List<Fact> snapshot = new ArrayList<>();
    journal.replaySnapshot(snapshot::add);
    journal.start().ifPresent(start -> history.restore(start.sequence(), snapshot));
    snapshot.forEach(fact -> apply(fact, loopWorld, replicaWorld));
    CrashPoint.pass("master.recovery.snapshot");
    HistoryFeed feed = new HistoryFeed(history);
    journal.replayBatches(
        batch -> {
          batch.facts().forEach(fact -> apply(fact, loopWorld, replicaWorld));
          feed.catchUp(batch);
        });
    CrashPoint.pass("master.recovery.batches");
    long lastEvent = journal.log().lastEvent();
    return new Recovery(
        loopWorld,
        replicaWorld,
        feed,
        journal.log().lastSequence(),
        lastEvent,
        lastEvent - journal.start().map(Snapshot::lastEvent).orElse(0L),
        lastMillis(journal));
  }

  private static void apply(Fact fact, World loopWorld, World replicaWorld) {
    loopWorld.apply(fact);
    replicaWorld.apply(fact);
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
