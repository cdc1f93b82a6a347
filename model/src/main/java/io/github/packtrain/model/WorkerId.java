package io.github.packtrain.model;

/**
 * Identifies a worker for as long as its directory lives: a restarted worker process keeps its id.
 *
 * @param value at least 1, given out by the master in order of first registration
 */
public record WorkerId(int value) implements Comparable<WorkerId> {
  public WorkerId {
    if (value < 1) {
      throw new IllegalArgumentException("a worker id is at least 1, not " + value);
    }
  }

  @Override
  public int compareTo(WorkerId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "W" + value;
  }
}
