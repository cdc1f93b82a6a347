package io.github.packtrain.simulator.replay;

import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.trace.TraceJob;

/** What the scheduler does not know: how long tasks take where, and which of them fail. */
@FunctionalInterface
public interface World {
  /** Tasks take what the trace says, everywhere, and none fails. */
  World AS_RECORDED = (job, index, attempt, worker, left) -> new Course(left, false);

  /**
   * What will become of an attempt if nobody interrupts it.
   *
   * @param index of the task in its job
   * @param attempt its number
   * @param left run time that is left of the task, in ticks, as the trace counts it
   */
  Course course(TraceJob job, int index, int attempt, WorkerSpec worker, long left);

  /**
   * @param ticks how long it runs there
   * @param fails whether it fails then, with nothing kept
   */
  record Course(long ticks, boolean fails) {}
}
