package io.github.packtrain.simulator;

import java.util.PriorityQueue;

/** Virtual time: runs what is due, in order of time and, at the same time, in order of asking. */
final class Timeline {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long nowMillis;
  private long asked;
  private long steps;

  private record Due(long atMillis, long number, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** Milliseconds since the beginning of the simulation. */
  long now() {
    return nowMillis;
  }

  long steps() {
    return steps;
  }

  void at(long atMillis, Runnable action) {
    queue.add(new Due(Math.max(atMillis, nowMillis), asked++, action));
  }

  void after(long delayMillis, Runnable action) {
    at(nowMillis + delayMillis, action);
  }

  /** Runs what is due next; false when nothing is. */
  boolean step() {
    Due due = queue.poll();
    if (due == null) {
      return false;
    }
    nowMillis = due.atMillis;
    steps++;
    due.action.run();
    return true;
  }
}
