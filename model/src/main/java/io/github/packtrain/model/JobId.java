package io.github.packtrain.model;

/**
 * Identifies a job. Numbers are given out in order of arrival, so a smaller id arrived earlier;
 * ties in the queue are broken by it.
 *
 * @param value at least 1
 */
public record JobId(long value) implements Comparable<JobId> {
  public JobId {
    if (value < 1) {
      throw new IllegalArgumentException("a job id is at least 1, not " + value);
    }
  }

  /** Reads {@code J42} or {@code 42}. */
  public static JobId parse(String text) {
    return new JobId(Long.parseLong(text.startsWith("J") ? text.substring(1) : text));
  }

  @Override
  public int compareTo(JobId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "J" + value;
  }
}
