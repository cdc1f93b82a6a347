package io.github.packtrain.model;

/**
 * What a user says of a job that helps to order it among others. Nothing of it limits what the job
 * may do.
 *
 * @param estimateMillis how long one of its tasks will run, as the user believes; 0 when not said
 * @param deadlineMillis when the job should have ended, since the epoch; 0 for no deadline
 * @param gang whether its tasks start together or not at all, and fail together
 * @param preemptible whether a running attempt may be taken back and run again later; its work is
 *     lost but for what it kept in checkpoints
 * @param kind what tasks with like run times have in common, such as the model and its batch size;
 *     empty when not said
 */
public record Terms(
    long estimateMillis, long deadlineMillis, boolean gang, boolean preemptible, String kind) {
  /** Nothing said. */
  public static final Terms NONE = new Terms(0, 0, false, false, "");

  public Terms withEstimate(long newEstimateMillis) {
    return new Terms(newEstimateMillis, deadlineMillis, gang, preemptible, kind);
  }

  public Terms withDeadline(long newDeadlineMillis) {
    return new Terms(estimateMillis, newDeadlineMillis, gang, preemptible, kind);
  }

  public Terms asGang() {
    return new Terms(estimateMillis, deadlineMillis, true, preemptible, kind);
  }

  public Terms asPreemptible() {
    return new Terms(estimateMillis, deadlineMillis, gang, true, kind);
  }

  public Terms ofKind(String newKind) {
    return new Terms(estimateMillis, deadlineMillis, gang, preemptible, newKind);
  }
}
