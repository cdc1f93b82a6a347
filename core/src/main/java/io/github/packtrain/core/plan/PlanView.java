package io.github.packtrain.core.plan;

import io.github.packtrain.core.order.Backfill;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;

/**
 * What a cycle sees: immutable and compact, so that planning runs beside the writer.
 *
 * @param position count of facts applied when it was taken
 * @param classes waiting classes with at least one eligible task
 * @param workers all registered workers that are not lost, by id
 * @param queues those whose order is not {@link QueueRule#DEFAULT}, by name
 * @param demand what is asked of the cluster these days
 * @param lore what was learned about workers
 * @param horizon when what runs will have ended, for queues that promise starts
 */
public record PlanView(
    long position,
    List<WaitingClass> classes,
    List<WorkerState> workers,
    List<QueueRule> queues,
    Demand demand,
    Lore lore,
    Horizon horizon) {
  public PlanView {
    classes = List.copyOf(classes);
    workers = List.copyOf(workers);
    queues = List.copyOf(queues);
  }

  /** A view in which nothing is known beyond what waits and what is free. */
  public PlanView(long position, List<WaitingClass> classes, List<WorkerState> workers) {
    this(position, classes, workers, List.of(), Demand.NONE, Lore.NONE, Horizon.NONE);
  }

  /** A view in which nothing is promised. */
  public PlanView(
      long position,
      List<WaitingClass> classes,
      List<WorkerState> workers,
      List<QueueRule> queues,
      Demand demand,
      Lore lore) {
    this(position, classes, workers, queues, demand, lore, Horizon.NONE);
  }

  /**
   * What is to come.
   *
   * @param wanted whether any queue promises starts or workers are reserved; otherwise the rest is
   *     empty
   * @param nowMillis since the epoch
   * @param endings of all attempts that hold something, in no order
   * @param promises of the plan before
   * @param reservations what workers are kept for
   */
  public record Horizon(
      boolean wanted,
      long nowMillis,
      List<Ending> endings,
      List<Plan.Promise> promises,
      List<Reservation> reservations) {
    public static final Horizon NONE = new Horizon(false, 0, List.of(), List.of(), List.of());

    public Horizon {
      endings = List.copyOf(endings);
      promises = List.copyOf(promises);
      reservations = List.copyOf(reservations);
    }
  }

  /** What is held on a worker until, as far as one knows, the given time. */
  public record Ending(WorkerId worker, long atMillis, Allocation allocation) {}

  /**
   * How a queue orders its classes; how it orders jobs is in their keys.
   *
   * @param byPriority whether priorities count before keys
   * @param parties owners that share it by their weights, with what they hold; empty when it is not
   *     shared
   * @param backfill who of it is promised a start
   */
  public record QueueRule(
      String queue, boolean byPriority, List<Party> parties, Backfill backfill) {
    public static final QueueRule DEFAULT = new QueueRule("", true, List.of(), Backfill.NONE);

    public QueueRule {
      parties = List.copyOf(parties);
    }
  }

  /**
   * An owner that shares a queue.
   *
   * @param weight at least 1
   */
  public record Party(String name, int weight, long cpuMilli, long memoryBytes, long gpuMilli) {}

  /**
   * Tasks of one class that may start now.
   *
   * @param id names the class in this view's plan
   * @param eligible how many may start, limits of their jobs considered
   * @param heads the first jobs in the queue's order, with how many tasks each; the rest counts as
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

  /**
   * Tasks of one job, next in line in their class.
   *
   * @param key place in the queue, the smaller goes first
   * @param turn place among equal keys
   * @param seat place among equal turns; then the job that arrived first goes first
   * @param spanMillis how long each of them will hold its place at the most, as far as one knows;
   *     {@link Long#MAX_VALUE} when nothing is known
   * @param owner whose job it is, where anything is reserved for users; else empty
   */
  public record Head(
      JobId job, int tasks, long key, long turn, long seat, long spanMillis, String owner) {
    /** In order of arrival; nothing is known of how long it takes. */
    public Head(JobId job, int tasks) {
      this(job, tasks, 0, 0, 0, Long.MAX_VALUE, "");
    }
  }

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
