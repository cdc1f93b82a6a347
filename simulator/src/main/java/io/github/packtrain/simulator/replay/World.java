package io.github.packtrain.simulator.replay;

import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.trace.TraceJob;

/**
 * What the scheduler does not know: how long tasks take where, and which of them fail. One that
 * remembers what happened in it is good for one replay.
 */
@FunctionalInterface
public interface World {
  /** Tasks take what the trace says, everywhere, and none fails. */
  World AS_RECORDED = start -> new Course(start.left(), false);

  /** What will become of an attempt if nobody interrupts it; asked once, when it starts. */
  Course course(Start start);

  /** An attempt that had started left the worker, for whatever reason. */
  default void left(TraceJob job, int worker, long now) {}

  /**
   * An attempt that starts.
   *
   * @param index of the task in its job
   * @param attempt its number
   * @param worker the place of its machine in the workload, from 0
   * @param left run time that is left of the task, in ticks, as the trace counts it
   * @param now in ticks from the beginning of the trace
   */
  record Start(
      TraceJob job, int index, int attempt, int worker, WorkerSpec spec, long left, long now) {}

  /**
   * @param ticks how long it runs there
   * @param fails whether it fails then, with nothing kept
   */
  record Course(long ticks, boolean fails) {}
}
