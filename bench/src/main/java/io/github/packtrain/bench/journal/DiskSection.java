package io.github.packtrain.bench.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.BatchLog;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.session.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Bytes on disk for a no-op task's whole life, and what becomes of them: jobs come, run, end and
 * are forgotten; snapshots are taken and batches before them dropped.
 */
final class DiskSection {
  private static final int TASKS_PER_JOB = 1_000;
  private static final int JOBS_FOR_SIZE = 60;
  private static final int JOBS_PER_SNAPSHOT = 100;
  private static final int SNAPSHOTS = 8;

  private final Path directory;

  DiskSection(Path directory) {
    this.directory = directory;
  }

  void run() throws IOException {
    System.out.println("bytes on disk for a no-op task's whole life (journal, without history):");
    for (int group : new int[] {1, 8, 64, TASKS_PER_JOB}) {
      System.out.printf(
          "  %4d tasks/batch, jobs of %d   %6.1f%n",
          group, TASKS_PER_JOB, bytesPerTask(TASKS_PER_JOB, group));
    }
    System.out.printf("  a job of its own for each    %6.1f%n", bytesPerTask(1, 1));
    bounded();
  }

  /** How much the database grows for each task, the log carried over. */
  private double bytesPerTask(int tasksPerJob, int group) throws IOException {
    Path data = directory.resolve("size");
    int tasks = group == 1 ? 5_000 : JOBS_FOR_SIZE * TASKS_PER_JOB;
    try {
      long empty = size(data, 0, tasksPerJob, group);
      Trees.delete(data);
      return (double) (size(data, tasks, tasksPerJob, group) - empty) / tasks;
    } finally {
      Trees.delete(data);
    }
  }

  private static long size(Path data, int tasks, int tasksPerJob, int group) throws IOException {
    try (DataDirectory held = DataDirectory.open(data)) {
      try (Journal journal = Journal.open(held)) {
        Writer writer = new Writer(journal);
        for (int job = 1; job <= tasks / tasksPerJob; job++) {
          writer.wholeLife(job, tasksPerJob, group);
        }
      }
      return Trees.bytes(data);
    }
  }

  private void bounded() throws IOException {
    Path data = directory.resolve("bounded");
    System.out.printf(
        "a snapshot every %,d facts, %d of them:%n",
        JOBS_PER_SNAPSHOT * TASKS_PER_JOB * NoOps.FACTS_PER_TASK, SNAPSHOTS);
    System.out.println("  facts so far   written MB   on disk MB   most on disk MB");
    try (DataDirectory held = DataDirectory.open(data);
        Journal journal = Journal.open(held)) {
      Writer writer = new Writer(journal);
      long most = 0;
      int job = 0;
      for (int snapshot = 1; snapshot <= SNAPSHOTS; snapshot++) {
        for (int i = 0; i < JOBS_PER_SNAPSHOT; i++) {
          writer.wholeLife(++job, TASKS_PER_JOB, TASKS_PER_JOB);
          writer.append(List.of(new Event.JobForgotten(new JobId(job))));
          most = i % 10 == 0 ? Math.max(most, Trees.bytes(data)) : most;
        }
        journal.writeSnapshot(journal.log().lastSequence(), writer.world.snapshot(), 0);
        while (journal.forget()) {
          writer.append(NoOps.lives(0, 0, 0));
        }
        System.out.printf(
            "  %,12d %12.1f %12.1f %17.1f%n",
            journal.log().lastEvent(), writer.bytes / 1e6, Trees.bytes(data) / 1e6, most / 1e6);
      }
    } finally {
      Trees.delete(data);
    }
  }

  /** Writes and applies. */
  private static final class Writer {
    private final BatchLog log;
    private final long epoch;
    private final World world = new World();
    private long bytes;

    Writer(Journal journal) {
      log = journal.log();
      epoch = log.openEpoch(0);
      append(List.of(NoOps.worker(1)));
    }

    void append(List<? extends Fact> facts) {
      if (facts.isEmpty()) {
        return;
      }
      byte[] payload = EventCodec.encode(facts);
      bytes += payload.length;
      log.append(epoch, facts.size(), payload, 0);
      facts.forEach(world::apply);
    }

    void wholeLife(long job, int tasks, int group) {
      append(List.of(NoOps.job(job, 0, tasks)));
      for (int task = 0; task < tasks; task += group) {
        int count = Math.min(group, tasks - task);
        List<Fact> facts = NoOps.lives(job, task, count);
        if (group == 1) {
          facts.forEach(fact -> append(List.of(fact)));
        } else {
          append(facts.subList(0, count));
          append(facts.subList(count, facts.size()));
        }
      }
      append(List.of(NoOps.jobEnded(job)));
    }
  }
}
