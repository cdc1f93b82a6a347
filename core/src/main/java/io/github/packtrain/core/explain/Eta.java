package io.github.packtrain.core.explain;

/**
 * When a waiting task will start, by planning ahead with expected ends.
 *
 * @param p50Millis from now, when everything takes as long as is expected of it
 * @param p90Millis from now, when everything takes as long as nine of ten such tasks at most; as
 *     that seldom happens to all at once, it will nearly always be earlier
 * @param later whether it is later than {@code p90Millis}: looking ahead ended there
 * @param basis the weakest that the times rest on
 */
public record Eta(long p50Millis, long p90Millis, boolean later, Basis basis) {
  /** What a run time rests on, the best first. */
  public enum Basis {
    /** Learned from runs of the same task, or of the same model. */
    LEARNED,
    /** The user's estimate. */
    ESTIMATE,
    /** Learned from other tasks of its kind. */
    KIND,
    /** The time limit. */
    LIMIT,
    /** Nothing is known of such tasks yet. */
    GUESS
  }

  /** Without full stop. */
  public String sentence() {
    String upper = Amounts.duration(p90Millis);
    if (later) {
      return "starts in more than " + upper + said();
    }
    if (basis == Basis.LIMIT) {
      return "starts within " + upper + said();
    }
    String lower = Amounts.duration(p50Millis);
    return "starts in " + (lower.equals(upper) ? lower : lower + " to " + upper) + said();
  }

  private String said() {
    return switch (basis) {
      case LEARNED -> ", by run times of the same tasks";
      case ESTIMATE -> ", by estimates";
      case KIND -> ", by run times of other tasks of the kind";
      case LIMIT -> ", by time limits";
      case GUESS -> ", by a guess, since no such task has run yet";
    };
  }
}
