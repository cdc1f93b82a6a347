package io.github.packtrain.core.order;

/**
 * What an order may know of a job.
 *
 * @param priority higher is more urgent
 * @param arrivedMillis since the epoch
 * @param deadlineMillis since the epoch; 0 for none
 * @param estimateMillis how long each of its tasks runs, as its user says; 0 when not said
 * @param openTasks tasks that have not ended
 * @param gang how many of them run together; 1 when each starts by itself
 * @param widthMilli thousandths of a device that one task holds; a task without a device counts as
 *     holding one
 * @param servedMillis time for which its tasks held their devices so far, all together
 * @param openServedMillis the same of the tasks that have not ended
 * @param openKeptMillis how much of the latter's work is not lost
 */
public record Standing(
    int priority,
    long arrivedMillis,
    long deadlineMillis,
    long estimateMillis,
    int openTasks,
    int gang,
    long widthMilli,
    long servedMillis,
    long openServedMillis,
    long openKeptMillis) {

  /** Device-milliseconds that its tasks held so far, all together. */
  public long attainedMillis() {
    return times(servedMillis, widthMilli) / 1_000;
  }

  /** How long the job still runs with its tasks one after the other, those of a gang together. */
  public long remainingMillis() {
    return Math.max(0, times(estimateMillis, openTasks) - openKeptMillis) / gang;
  }

  /** Devices that run at the same time for this job, in thousandths. */
  public long togetherMilli() {
    return times(widthMilli, gang);
  }

  /** How long one of its open tasks ran so far, on average. */
  public long ranMillis() {
    return openTasks == 0 ? 0 : openServedMillis / openTasks;
  }

  /** The product, or the largest number when it is beyond that. */
  static long times(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high == 0 && low >= 0 ? low : Long.MAX_VALUE;
  }
}
