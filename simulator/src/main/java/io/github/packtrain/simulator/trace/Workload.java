package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.WorkerSpec;
import java.util.Comparator;
import java.util.List;

/**
 * Jobs in order of arrival, and the machines for them.
 *
 * @param ticksPerSecond how fine its times are. To the core a tick is a millisecond; a trace whose
 *     times are finer runs on a finer clock, and every time in it is in ticks
 */
public record Workload(
    String name, List<TraceJob> jobs, List<WorkerSpec> workers, long ticksPerSecond) {
  public static final long MILLIS = 1_000;
  public static final long MICROS = 1_000_000;

  public Workload {
    jobs = jobs.stream().sorted(Comparator.comparingLong(TraceJob::arrival)).toList();
    workers = List.copyOf(workers);
  }

  /** The same jobs on other machines. */
  public Workload on(List<WorkerSpec> machines) {
    return new Workload(name, jobs, machines, ticksPerSecond);
  }
}
