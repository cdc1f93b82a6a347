package io.github.packtrain.model;

/**
 * When a failed task runs again.
 *
 * @param maxAttempts how often the task's own failure may happen before it counts as failed, at
 *     least 1
 * @param backoffMillis wait before the second attempt; doubles with each further one
 * @param backoffMaxMillis upper bound of the wait
 * @param maxLosses how many attempts may be lost with their worker before the task counts as
 *     failed; losses are not the task's fault and do not count towards {@code maxAttempts}
 */
public record RetryPolicy(
    int maxAttempts, long backoffMillis, long backoffMaxMillis, int maxLosses) {
  public static final RetryPolicy DEFAULT = new RetryPolicy(3, 1_000, 60_000, 20);

  public RetryPolicy {
    if (maxAttempts < 1 || backoffMillis < 0 || backoffMaxMillis < backoffMillis || maxLosses < 0) {
      throw new IllegalArgumentException(
          "not a retry policy: maxAttempts " + maxAttempts + ", backoffMillis " + backoffMillis);
    }
  }

  /** Wait after the given number of failures (1 after the first). */
  public long backoffAfter(int failures) {
    long wait = backoffMillis;
    for (int i = 1; i < failures && wait < backoffMaxMillis; i++) {
      wait *= 2;
    }
    return Math.min(wait, backoffMaxMillis);
  }
}
