package io.github.packtrain.bench.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.BatchLog;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.session.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A data directory with many waiting tasks of many classes, each with parameters of its own, and
 * many running ones: a snapshot of that, and more batches after it.
 *
 * @param waiting tasks
 * @param running tasks, on workers that do not come back
 * @param after facts in the batches after the snapshot: placements and ends of further tasks
 */
record BigState(int waiting, int running, int after) {
  private static final int CLASSES = 200;
  private static final int RUNNING_PER_WORKER = 100;
  private static final int BATCH = 1_000;
  private static final int TAIL_TASKS_PER_JOB = 1_000;

  /** What writing the snapshot took. */
  record Written(long takeNanos, long writeNanos) {}

  int workers() {
    return Math.max(1, running / RUNNING_PER_WORKER);
  }

  /** The state as it grew, applied fact by fact. */
  World grow() {
    World world = new World();
    facts().forEach(world::apply);
    return world;
  }

  private List<Event> facts() {
    List<Event> facts = new ArrayList<>();
    for (int worker = 1; worker <= workers(); worker++) {
      facts.add(NoOps.worker(worker));
    }
    facts.add(NoOps.job(1, 0, running));
    for (int task = 0; task < running; task++) {
      facts.add(NoOps.placed(1, task, 1 + task % workers()));
      facts.add(NoOps.started(1, task));
    }
    for (int kind = 0; kind < CLASSES; kind++) {
      facts.add(NoOps.job(2 + kind, kind, waiting / CLASSES));
    }
    return facts;
  }

  /** Writes the directory. */
  Written write(Path data) throws IOException {
    World world = grow();
    try (DataDirectory held = DataDirectory.open(data);
        Journal journal = Journal.open(held)) {
      BatchLog log = journal.log();
      long epoch = log.openEpoch(0);
      append(log, epoch, facts());
      long began = System.nanoTime();
      var facts = world.snapshot();
      long taken = System.nanoTime();
      journal.writeSnapshot(log.lastSequence(), facts, 0);
      Written written = new Written(taken - began, System.nanoTime() - taken);
      append(log, epoch, tail());
      return written;
    }
  }

  private List<Event> tail() {
    List<Event> facts = new ArrayList<>();
    long job = 2 + CLASSES;
    while (facts.size() < after) {
      facts.add(NoOps.job(job, 0, TAIL_TASKS_PER_JOB));
      NoOps.lives(job, 0, TAIL_TASKS_PER_JOB).forEach(fact -> facts.add((Event) fact));
      facts.add(NoOps.jobEnded(job));
      job++;
    }
    return facts;
  }

  private static void append(BatchLog log, long epoch, List<Event> facts) {
    for (int from = 0; from < facts.size(); from += BATCH) {
      List<Event> batch = facts.subList(from, Math.min(facts.size(), from + BATCH));
      log.append(epoch, batch.size(), EventCodec.encode(batch), 0);
    }
  }
}
