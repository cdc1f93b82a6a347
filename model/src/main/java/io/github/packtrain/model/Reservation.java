package io.github.packtrain.model;

import java.util.List;

/**
 * Workers kept for somebody, or for nobody, over a time.
 *
 * @param name names it among others
 * @param workers names of the workers; empty for all there are
 * @param queue whose jobs may run there meanwhile; empty for nobody's, as for maintenance
 * @param startMillis since the epoch
 * @param endMillis since the epoch, after the start
 */
public record Reservation(
    String name, List<String> workers, String queue, long startMillis, long endMillis) {
  public Reservation {
    workers = List.copyOf(workers);
  }

  /** Whether it keeps the worker from jobs of that queue at some time of the span. */
  public boolean keeps(String worker, String fromQueue, long fromMillis, long untilMillis) {
    return !queue.equals(fromQueue)
        && startMillis < untilMillis
        && fromMillis < endMillis
        && (workers.isEmpty() || workers.contains(worker));
  }
}
