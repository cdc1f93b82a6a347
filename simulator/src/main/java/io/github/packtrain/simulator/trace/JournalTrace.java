package io.github.packtrain.simulator.trace;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads what a master recorded: its data directory while no master uses it, or a backup of one.
 * Nothing in it is changed; a copy is read.
 *
 * <p>A job is in the trace when one of its tasks succeeded; each of its tasks then runs as long as
 * those did on average. Machines are those that were not forgotten. What jobs waited for and what
 * they executed is left out.
 */
public final class JournalTrace {
  private static final int FAILURES_MAX = 100;

  private final TreeMap<JobId, Seen> jobs = new TreeMap<>();
  private final TreeMap<WorkerId, WorkerSpec> workers = new TreeMap<>();

  private static final class Seen {
    final Event.JobAdmitted admitted;
    int tasks;
    long runMillis;
    long runs;

    Seen(Event.JobAdmitted admitted) {
      this.admitted = admitted;
      this.tasks = admitted.count();
    }
  }

  private JournalTrace() {}

  /**
   * The jobs and machines of a data directory.
   *
   * @throws IOException when it cannot be read, or recorded nothing that could be replayed
   */
  public static Workload read(Path directory) throws IOException {
    Path copy = Files.createTempDirectory("packtrain-trace");
    try {
      try (DataDirectory held = DataDirectory.open(directory)) {
        copy(held.path(), copy);
      }
      try (DataDirectory own = DataDirectory.open(copy);
          Journal journal = Journal.open(own)) {
        JournalTrace trace = new JournalTrace();
        journal.replay(trace::see);
        return trace.workload(String.valueOf(directory.getFileName()));
      }
    } catch (JournalException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      delete(copy);
    }
  }

  /** The jobs and machines that such facts tell of. */
  static Workload of(List<Fact> facts, String name) throws IOException {
    JournalTrace trace = new JournalTrace();
    facts.forEach(trace::see);
    return trace.workload(name);
  }

  private void see(Fact fact) {
    switch (fact) {
      case Event.JobAdmitted admitted -> jobs.put(admitted.job(), new Seen(admitted));
      case Event.JobRestored restored -> {
        Seen seen = new Seen(restored.admitted());
        seen.runs = restored.observations() > 0 ? 1 : 0;
        seen.runMillis = restored.meanRunMillis();
        jobs.put(restored.admitted().job(), seen);
      }
      case Event.TasksAdded added -> seen(added.job()).tasks += added.params().size();
      case Event.AttemptEnded ended when ended.result().outcome() == Outcome.SUCCEEDED -> {
        Seen seen = seen(ended.attempt().task().job());
        seen.runs++;
        seen.runMillis += ended.result().runMillis();
      }
      case Event.WorkerRegistered worker -> workers.put(worker.worker(), worker.spec());
      case Event.WorkerRestored worker -> workers.put(worker.worker(), worker.spec());
      case Event.WorkerForgotten worker -> workers.remove(worker.worker());
      default -> {}
    }
  }

  private Seen seen(JobId job) {
    Seen seen = jobs.get(job);
    if (seen == null) {
      throw new IllegalStateException("the journal says something of " + job + " before it came");
    }
    return seen;
  }

  private Workload workload(String name) throws IOException {
    List<TraceJob> traced = new ArrayList<>();
    long first = Long.MAX_VALUE;
    for (Seen seen : jobs.values()) {
      first = seen.runs > 0 ? Math.min(first, seen.admitted.atMillis()) : first;
    }
    for (Seen seen : jobs.values()) {
      if (seen.runs > 0 && seen.tasks > 0) {
        traced.add(job(seen, first));
      }
    }
    if (traced.isEmpty() || workers.isEmpty()) {
      throw new IOException(
          "it records %d jobs with a success and %d workers: nothing to replay"
              .formatted(traced.size(), workers.size()));
    }
    return new Workload(name, traced, List.copyOf(workers.values()), Workload.MILLIS);
  }

  private static TraceJob job(Seen seen, long firstMillis) {
    JobSpec spec = seen.admitted.spec();
    Terms terms = spec.terms();
    if (terms.deadlineMillis() > 0) {
      terms = terms.withDeadline(Math.max(1, terms.deadlineMillis() - firstMillis));
    }
    JobSpec replayed =
        JobSpec.of(spec.name(), spec.request(), new TaskBody.Handler("sleep", "{}"))
            .withQueue(spec.queue(), spec.priority())
            .withMaxParallel(spec.maxParallel())
            .withRetry(new RetryPolicy(FAILURES_MAX, 0, 0, FAILURES_MAX))
            .withTerms(terms);
    return new TraceJob(
        seen.admitted.job().toString(),
        seen.admitted.owner(),
        replayed,
        seen.tasks,
        Math.max(0, seen.admitted.atMillis() - firstMillis),
        seen.runMillis / seen.runs,
        0);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
