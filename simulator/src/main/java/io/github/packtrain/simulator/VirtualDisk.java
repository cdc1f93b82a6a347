package io.github.packtrain.simulator;

import io.github.packtrain.journal.Batch;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal's disk: a row per batch, durable some time after it was written. A crash loses the
 * batch under way, or just does not tell that it was saved; a row is there whole or not at all (the
 * journal's database sees to that). Snapshots come from a replica that is fed with durable batches
 * only.
 */
final class VirtualDisk {
  private final Timeline timeline;
  private final Dice dice;
  private final long syncMaxMillis;
  private final Consumer<List<Fact>> durable;
  private final Sabotage sabotage;

  /** The bytes of each batch, by the journal's own codec. */
  private final List<byte[]> rows = new ArrayList<>();

  private byte[] snapshot = new byte[0];
  private int snapshotRows;
  private World replica = new World();
  private @Nullable Write underWay;
  private boolean full;
  private boolean failing;

  /** What became of a batch. */
  enum Outcome {
    DURABLE,
    NO_SPACE,
    /** Whether it is on disk is not known: the process has to stop. */
    SYNC_FAILED
  }

  private static final class Write {
    final List<Fact> facts;
    final Consumer<Outcome> done;

    Write(List<Fact> facts, Consumer<Outcome> done) {
      this.facts = facts;
      this.done = done;
    }
  }

  /**
   * @param durable gets each batch the moment it is durable
   */
  VirtualDisk(
      Timeline timeline,
      Dice dice,
      long syncMaxMillis,
      Sabotage sabotage,
      Consumer<List<Fact>> durable) {
    this.sabotage = sabotage;
    this.timeline = timeline;
    this.dice = dice;
    this.syncMaxMillis = syncMaxMillis;
    this.durable = durable;
  }

  void setFull(boolean full) {
    this.full = full;
  }

  boolean isFull() {
    return full;
  }

  /** The next fsync fails. */
  void setFailing(boolean failing) {
    this.failing = failing;
  }

  /** Writes one batch; one at a time. */
  void append(List<Fact> facts, Consumer<Outcome> done) {
    if (underWay != null) {
      throw new IllegalStateException("a batch is being written");
    }
    Write write = new Write(facts, done);
    underWay = write;
    timeline.after(1 + dice.skewed(syncMaxMillis), () -> finish(write));
  }

  private void finish(Write write) {
    if (underWay != write) {
      return;
    }
    underWay = null;
    if (full) {
      write.done.accept(Outcome.NO_SPACE);
    } else if (failing) {
      failing = false;
      if (dice.chance(500)) {
        commit(write.facts);
      }
      write.done.accept(Outcome.SYNC_FAILED);
    } else {
      commit(write.facts);
      write.done.accept(Outcome.DURABLE);
    }
  }

  private void commit(List<Fact> facts) {
    rows.add(EventCodec.encode(facts));
    facts.forEach(replica::apply);
    durable.accept(facts);
  }

  /** The writing process is gone. */
  void crash() {
    Write write = underWay;
    underWay = null;
    if (write != null && !full && dice.chance(500)) {
      commit(write.facts);
    }
  }

  void takeSnapshot() {
    snapshot = EventCodec.encode(sabotage.snapshot(replica.snapshot()));
    snapshotRows = Math.clamp(sabotage.snapshotRows(rows.size()), 0, rows.size());
  }

  /** The state that a process starts from: the snapshot and what came after it. */
  World recover() {
    World world = new World();
    read(snapshotRows, snapshot).forEach(world::apply);
    for (int row = snapshotRows; row < rows.size(); row++) {
      read(row + 1, rows.get(row)).forEach(world::apply);
    }
    return world;
  }

  /** The state as all facts since the beginning make it. */
  World replayAll() {
    World world = new World();
    for (int row = 0; row < rows.size(); row++) {
      read(row + 1, rows.get(row)).forEach(world::apply);
    }
    return world;
  }

  private static List<Fact> read(long sequence, byte[] bytes) {
    return EventCodec.decode(new Batch(sequence, 1, 0, 0, 0, 0, 0, bytes));
  }

  World replica() {
    return replica;
  }

  boolean isIdle() {
    return underWay == null;
  }
}
