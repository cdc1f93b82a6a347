package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.JobId;
import java.util.List;

/**
 * What a worker does, and why it does not do more.
 *
 * @param summary one sentence, without the worker's name
 * @param misses what waits and does not start here, first in the queue first
 * @param others how many further classes wait that are not named
 */
public record WorkerExplanation(Verdict verdict, String summary, List<Miss> misses, int others) {
  /** How many misses are named. */
  public static final int MISSES_MAX = 10;

  public WorkerExplanation {
    misses = List.copyOf(misses);
  }

  /** The answer in one word. */
  public enum Verdict {
    /** Nothing runs here. */
    IDLE,
    /** Something runs, and more could. */
    RUNNING,
    /** Nothing is free for anything that waits. */
    FULL,
    DRAINED,
    UNREACHABLE,
    LOST
  }

  /**
   * Tasks of one class that wait.
   *
   * @param job the first in line
   * @param waiting how many tasks of its class
   * @param reasons why none of them starts on this worker, at least one
   */
  public record Miss(JobId job, int waiting, List<Reason> reasons) {
    public Miss {
      reasons = List.copyOf(reasons);
    }
  }
}
