package io.github.packtrain.model;

/**
 * What a user says of a job that helps to order it among others. Nothing of it limits what the job
 * may do.
 *
 * @param estimateMillis how long one of its tasks will run, as the user believes; 0 when not said
 * @param deadlineMillis when the job should have ended, since the epoch; 0 for no deadline
 * @param firm whether the job is refused when it comes in and cannot meet its deadline
 * @param gang whether its tasks start together or not at all, and fail together
 * @param preemptible whether a running attempt may be taken back and run again later; its work is
 *     lost but for what it kept in checkpoints
 * @param profile what its tasks are
 */
public record Terms(
    long estimateMillis,
    long deadlineMillis,
    boolean firm,
    boolean gang,
    boolean preemptible,
    Profile profile) {
  /** Nothing said. */
  public static final Terms NONE = new Terms(0, 0, false, false, Profile.NONE);

  /** Terms of a job that is taken in whether it can meet its deadline or not. */
  public Terms(
      long estimateMillis,
      long deadlineMillis,
      boolean gang,
      boolean preemptible,
      Profile profile) {
    this(estimateMillis, deadlineMillis, false, gang, preemptible, profile);
  }

  /** Terms of a job of whose tasks only the kind is said. */
  public Terms(
      long estimateMillis, long deadlineMillis, boolean gang, boolean preemptible, String kind) {
    this(estimateMillis, deadlineMillis, gang, preemptible, Profile.ofKind(kind));
  }

  public Terms withEstimate(long newEstimateMillis) {
    return new Terms(newEstimateMillis, deadlineMillis, firm, gang, preemptible, profile);
  }

  public Terms withDeadline(long newDeadlineMillis) {
    return new Terms(estimateMillis, newDeadlineMillis, firm, gang, preemptible, profile);
  }

  public Terms asFirm() {
    return new Terms(estimateMillis, deadlineMillis, true, gang, preemptible, profile);
  }

  public Terms asGang() {
    return new Terms(estimateMillis, deadlineMillis, firm, true, preemptible, profile);
  }

  public Terms asPreemptible() {
    return new Terms(estimateMillis, deadlineMillis, firm, gang, true, profile);
  }

  public Terms ofKind(String newKind) {
    return withProfile(Profile.ofKind(newKind));
  }

  public Terms withProfile(Profile newProfile) {
    return new Terms(estimateMillis, deadlineMillis, firm, gang, preemptible, newProfile);
  }

  /**
   * What tasks with like run times have in common, such as the model and its batch size; empty when
   * not said.
   */
  public String kind() {
    return profile.kind();
  }
}
