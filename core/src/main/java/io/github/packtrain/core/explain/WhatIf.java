package io.github.packtrain.core.explain;

import io.github.packtrain.model.Request;
import java.util.List;

/**
 * A smaller or other request that would run.
 *
 * @param request what would be asked instead
 * @param with flags of the command line that ask it, such as {@code --gpu 2}
 * @param without flags to leave out, such as {@code --label zone=a}
 * @param now whether it would start now, which planning it has shown; else it could run once there
 *     is room
 * @param workers on how many workers
 * @param worker the one that planning chose, or the first that could
 */
public record WhatIf(
    Request request,
    List<String> with,
    List<String> without,
    boolean now,
    int workers,
    String worker) {
  public WhatIf {
    with = List.copyOf(with);
    without = List.copyOf(without);
  }

  /** {@code submitted with --gpu 2 it could start now on a}. */
  public String sentence() {
    String where = workers == 1 ? worker : Amounts.count(workers, "worker") + ", such as " + worker;
    return "submitted "
        + (with.isEmpty() ? "" : "with " + String.join(" ", with))
        + (with.isEmpty() || without.isEmpty() ? "" : " and ")
        + (without.isEmpty() ? "" : "without " + String.join(" ", without))
        + " it could "
        + (now
            ? "start now on " + where
            : "run on " + Amounts.count(workers, "worker") + " once there is room");
  }
}
