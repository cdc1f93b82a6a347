package io.github.packtrain.master.limit;

/**
 * What each user may do in a second, in the long run; for a moment twice as much.
 *
 * @param requestsPerSecond calls of any kind, at least 1
 * @param tasksPerSecond submitted tasks, at least 1; like tasks, which have no parameters of their
 *     own, count as one for each job
 */
public record UserRates(int requestsPerSecond, int tasksPerSecond) {
  /** Far above what a person or a well-behaved program needs. */
  public static final UserRates DEFAULT = new UserRates(20_000, 500_000);

  public UserRates {
    if (requestsPerSecond < 1 || tasksPerSecond < 1) {
      throw new IllegalArgumentException(
          "rates are at least 1 in a second, not " + requestsPerSecond + " and " + tasksPerSecond);
    }
  }
}
