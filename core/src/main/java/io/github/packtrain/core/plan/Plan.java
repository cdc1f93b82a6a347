package io.github.packtrain.core.plan;

import java.util.List;

/**
 * All decisions of a cycle.
 *
 * @param viewPosition position of the view that it was made from
 * @param placements in the order in which they were decided
 * @param blocked classes that still have eligible tasks, each with its reasons, in queue order
 */
public record Plan(long viewPosition, List<Placement> placements, List<Blocked> blocked) {
  public Plan {
    placements = List.copyOf(placements);
    blocked = List.copyOf(blocked);
  }

  /**
   * A class with tasks left over.
   *
   * @param waiting how many of its eligible tasks were not placed
   * @param feasible false when no registered worker could run it even when empty
   * @param reasons at least one, most workers first
   * @param ahead classes before it in the queue that are blocked too
   */
  public record Blocked(
      ClassKey key, int waiting, boolean feasible, List<Reason> reasons, int ahead) {
    public Blocked {
      reasons = List.copyOf(reasons);
    }
  }
}
