package io.github.packtrain.simulator.predict;

import java.util.Arrays;

/** What to beat: the quantile of all run times known so far, whatever ran. */
final class RunningQuantile {
  private long[] sorted = new long[64];
  private int size;

  void add(long value) {
    if (size == sorted.length) {
      sorted = Arrays.copyOf(sorted, 2 * size);
    }
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found >= 0 ? found : -found - 1;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  /** The smallest value that at least {@code percent} of all are not above. */
  long at(int percent, long orElse) {
    return size == 0 ? orElse : sorted[Math.max(0, (size * percent + 99) / 100 - 1)];
  }
}
