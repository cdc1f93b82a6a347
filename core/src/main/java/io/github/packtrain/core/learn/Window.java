package io.github.packtrain.core.learn;

import java.util.Arrays;

/**
 * The latest values, at most {@code capacity}, in order of arrival and in order of size. Values fit
 * 16 bits ({@link LogTime}).
 *
 * <p>Cost: an addition moves at most {@code capacity} shorts; a quantile is a look-up. Grows with
 * what it holds.
 */
final class Window {
  private final int capacity;

  /** A ring as soon as it is full. */
  private short[] arrived = new short[2];

  private short[] sorted = new short[2];
  private int size;

  /** Where the next goes once the ring is full: the place of the oldest. */
  private int oldest;

  Window(int capacity) {
    this.capacity = capacity;
  }

  /** One with more room and what the other holds, which has just become full. */
  Window(int capacity, Window full) {
    this.capacity = capacity;
    arrived = full.arrived.clone();
    sorted = full.sorted.clone();
    size = full.size;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == capacity;
  }

  void add(int value) {
    short added = (short) value;
    if (size < capacity) {
      if (size == arrived.length) {
        int room = Math.min(capacity, 2 * size);
        arrived = Arrays.copyOf(arrived, room);
        sorted = Arrays.copyOf(sorted, room);
      }
      arrived[size] = added;
      int at = firstAbove(added);
      System.arraycopy(sorted, at, sorted, at + 1, size - at);
      sorted[at] = added;
      size++;
      return;
    }
    short gone = arrived[oldest];
    arrived[oldest] = added;
    oldest = (oldest + 1) % capacity;
    replace(gone, added);
  }

  private void replace(short gone, short added) {
    int from = firstAbove(gone) - 1;
    int to = firstAbove(added);
    if (to > from) {
      System.arraycopy(sorted, from + 1, sorted, from, to - 1 - from);
      sorted[to - 1] = added;
    } else {
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
      sorted[to] = added;
    }
  }

  /** How many are not above {@code value}. */
  private int firstAbove(short value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The value that the next one does not exceed with at least the given probability, if all come in
   * any order alike: the one at place {@code level × (size + 1)}, rounded up, in order of size
   * (split conformal prediction, Vovk and others 2005); beyond the end the last.
   *
   * @param levelPpm 0 to a million
   */
  int quantile(int levelPpm) {
    long place = ((long) levelPpm * (size + 1) + 999_999) / 1_000_000;
    return sorted[(int) Math.clamp(place - 1, 0, size - 1)];
  }

  /** The value at {@code index} in order of arrival, 0 for the oldest. */
  int arrival(int index) {
    return arrived[(oldest + index) % Math.max(1, size)];
  }
}
