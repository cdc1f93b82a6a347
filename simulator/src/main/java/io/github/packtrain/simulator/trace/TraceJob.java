package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.JobSpec;

/**
 * A job of a trace. What the scheduler may know of it is in {@code spec}; how long it really runs
 * is not.
 *
 * @param tasks number of its tasks
 * @param arrival when it is submitted, in ticks from the beginning of the trace
 * @param run how long each of its tasks runs where nothing slows it down, in ticks
 * @param overhead what each interruption costs a task, in ticks
 */
public record TraceJob(
    String name, String owner, JobSpec spec, int tasks, long arrival, long run, long overhead) {
  public TraceJob {
    if (tasks < 1 || arrival < 0 || run < 0 || overhead < 0) {
      throw new IllegalArgumentException(
          "job %s: tasks %d, arrival %d, run %d, overhead %d"
              .formatted(name, tasks, arrival, run, overhead));
    }
  }
}
