package io.github.packtrain.core.plan;

/**
 * Why a task waits, with numbers.
 *
 * @param code what stands in the way
 * @param workers how many workers this holds for
 * @param need what is asked, in the code's unit
 * @param best the most that any of these workers could give
 * @param bestWorker name of that worker, or empty
 * @param detail such as a label, a model or a time; empty when the numbers say it all
 */
public record Reason(
    Code code, int workers, long need, long best, String bestWorker, String detail) {

  /** What stands in the way of a task. */
  public enum Code {
    /** No worker has registered, or all are lost. */
    NO_WORKERS,
    /** Every worker is too small or of another kind, even when empty. */
    INFEASIBLE_GPU_COUNT,
    INFEASIBLE_GPU_KIND,
    INFEASIBLE_GPU_MEMORY,
    INFEASIBLE_CPU,
    INFEASIBLE_MEMORY,
    INFEASIBLE_DISK,
    INFEASIBLE_LABEL,
    /** All workers together, even when empty, have too few places for the gang. */
    INFEASIBLE_GANG,
    /** There are places enough, and even when all is empty not enough of them near each other. */
    INFEASIBLE_TOPOLOGY,
    /** Too few free devices, or too small a free share, on these workers. */
    GPU,
    /** Memory of the free devices. */
    GPU_MEMORY,
    CPU,
    MEMORY,
    DISK,
    /** A label or the kind of device does not match on these workers. */
    CONSTRAINT,
    /** Some members of the gang find room, not all of them. */
    GANG,
    /** There is not enough room near to each other, as the job requires it. */
    TOPOLOGY,
    /** It would fit there, and the placement policy, a user's own, does not allow it. */
    POLICY_FILTER,
    DRAINING,
    /** The connection is down and the lease has not run out yet. */
    UNREACHABLE,
    /** There is room, but it is kept for a job whose start is promised and which it would delay. */
    RESERVED,
    /** There is room, but it is reserved for others at a time when the task would run. */
    RESERVATION,
    /** It waits for other jobs to end. */
    DEPENDENCY,
    /** One that it waits for ended otherwise, and the job waits for somebody to try that again. */
    DEPENDENCY_FAILED,
    /** A worker is free, and by what was learned a faster one ends it sooner. */
    FASTER_WORKER,
    /** The job's own limit of parallel tasks. */
    JOB_LIMIT,
    /** The back-off after a failure. */
    BACKOFF,
    /** Placeable; the next cycle, within milliseconds, will do so. */
    NEXT_CYCLE;

    public boolean isInfeasible() {
      return name().startsWith("INFEASIBLE");
    }
  }

  public static Reason of(Code code, String detail) {
    return new Reason(code, 0, 0, 0, "", detail);
  }
}
