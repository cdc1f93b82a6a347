package io.github.packtrain.core.plan;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;

/**
 * What a cycle sees: immutable and compact, so that planning runs beside the writer.
 *
 * @param position count of facts applied when it was taken
 * @param classes waiting classes with at least one eligible task
 * @param workers all registered workers that are not lost, by id
 * @param demand what is asked of the cluster these days
 * @param lore what was learned about workers
 */
public record PlanView(
    long position,
    List<WaitingClass> classes,
    List<WorkerState> workers,
    Demand demand,
    Lore lore) {
  public PlanView {
    classes = List.copyOf(classes);
    workers = List.copyOf(workers);
  }

  /** A view in which nothing is known beyond what waits and what is free. */
  public PlanView(long position, List<WaitingClass> classes, List<WorkerState> workers) {
    this(position, classes, workers, Demand.NONE, Lore.NONE);
  }

  /**
   * Tasks of one class that may start now.
   *
   * @param id names the class in this view's plan
   * @param eligible how many may start, limits of their jobs considered
   * @param heads the first jobs in order of arrival, with how many tasks each; the rest counts as
   *     arrived after them
   * @param queueable how many of them, first in line, may wait behind a running one of this class
   *     because they are short
   * @param tails local queues of this class with room for one more; empty when {@code queueable} is
   *     0
   */
  public record WaitingClass(
      int id, ClassKey key, int eligible, List<Head> heads, int queueable, List<Tail> tails) {
    public WaitingClass {
      heads = List.copyOf(heads);
      tails = List.copyOf(tails);
    }
  }

  /** Tasks of one job, next in line in their class. */
  public record Head(JobId job, int tasks) {}

  /**
   * The last attempt of a local queue.
   *
   * @param depth how many attempts wait in it, 0 when only the running one is there
   */
  public record Tail(WorkerId worker, AttemptId attempt, int depth) {}

  /** A worker with what is free on it and what it is busy with. */
  public record WorkerState(WorkerId id, WorkerSpec spec, Free free, Gate gate, Load load) {
    /** One of whose load nothing is known. */
    public WorkerState(WorkerId id, WorkerSpec spec, Free free, Gate gate) {
      this(id, spec, free, gate, Load.NONE);
    }
  }

  /** Whether a worker takes new work. */
  public enum Gate {
    OPEN,
    DRAINING,
    UNREACHABLE
  }
}
