package io.github.packtrain.master.shell;

/**
 * What a placement did since the master started.
 *
 * @param placed tasks that its plans placed
 * @param cpuNanos processor time of its plans
 */
public record Planned(String placement, long plans, long placed, long cpuNanos) {
  Planned plus(long morePlaced, long moreNanos) {
    return new Planned(placement, plans + 1, placed + morePlaced, cpuNanos + moreNanos);
  }
}
