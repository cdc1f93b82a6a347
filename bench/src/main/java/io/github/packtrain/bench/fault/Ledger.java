package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.TaskCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was acknowledged, and how far it was seen to have come. Seen again, nothing may have gone
 * back. Thread-safe.
 */
final class Ledger {
  private final Map<String, Promise> promises = new TreeMap<>();
  private final FaultReport report;

  /** What a task is. */
  enum Kind {
    /** A handler that sleeps, in a host of workers. */
    HANDLER,
    /** A process that outlives its worker. */
    COMMAND,
    /** A process that must not outlive its lease, and never runs twice at once. */
    EXCLUSIVE,
    /** A handler that is cancelled. */
    CANCELLED
  }

  /** An acknowledged job. */
  static final class Promise {
    final String job;
    final Kind kind;
    final int count;
    private int ended;
    private boolean over;

    Promise(String job, Kind kind, int count) {
      this.job = job;
      this.kind = kind;
      this.count = count;
    }
  }

  Ledger(FaultReport report) {
    this.report = report;
  }

  synchronized void acknowledged(String job, Kind kind, int count) {
    if (promises.put(job, new Promise(job, kind, count)) != null) {
      report.violation(job + " was given to two submissions");
    }
  }

  synchronized List<Promise> all() {
    return new ArrayList<>(promises.values());
  }

  synchronized List<Promise> open() {
    return promises.values().stream().filter(promise -> !promise.over).toList();
  }

  /** Tasks of a kind that were acknowledged and were not seen to have ended. */
  synchronized int outstanding(Kind kind) {
    return promises.values().stream()
        .filter(promise -> promise.kind == kind)
        .mapToInt(promise -> promise.count - promise.ended)
        .sum();
  }

  /** Tasks that were seen to have ended. */
  synchronized int ended() {
    return promises.values().stream().mapToInt(promise -> promise.ended).sum();
  }

  /** Looks at a job again. */
  void look(Promise promise, MasterCalls calls) {
    Job job = calls.job(promise.job);
    TaskCounts tasks = job.getTasks();
    int ended =
        tasks.getCompleted() + tasks.getFailed() + tasks.getCancelled() + tasks.getTimedOut();
    boolean over = MasterCalls.hasEnded(job);
    synchronized (this) {
      if (tasks.getTotal() != promise.count) {
        report.violation(
            "%s has %d tasks, acknowledged were %d"
                .formatted(promise.job, tasks.getTotal(), promise.count));
      }
      if (ended < promise.ended || (promise.over && !over)) {
        report.violation(
            "%s went back: %d tasks had ended, now %d: %s"
                .formatted(promise.job, promise.ended, ended, job.getState()));
      }
      promise.ended = ended;
      promise.over = over;
    }
  }
}
