package io.github.packtrain.core.plan.place;

import java.util.TreeMap;

/** What each placement of Packtrain's own is for, in one line. */
final class PlacementGoals {
  private static final TreeMap<String, String> GOALS = new TreeMap<>();

  static {
    GOALS.put("adaptive", "the worker that was fast and reliable at this kind of task");
    GOALS.put("batch", "small tasks together on few workers, so that devices are shared");
    GOALS.put("best_fit", "the worker on which least is left, so that big holes stay");
    GOALS.put("cost_aware", "the cheapest worker that will do");
    GOALS.put("dot_product", "the worker whose free shape is most like the request");
    GOALS.put("fgd", "the least growth of fragments that typical requests cannot use");
    GOALS.put("first_fit", "the first worker with room, by id");
    GOALS.put("gpu_clustering", "like requests for devices together on the same workers");
    GOALS.put("gpu_packing", "devices in use first, then workers in use, then idle ones");
    GOALS.put("load_balancing", "the worker with least running, queued and lately failed");
    GOALS.put("packing", "keep what is free usable to the end for typical requests");
    GOALS.put("random", "any worker with room, by a seed: what others are measured against");
    GOALS.put("round_robin", "one worker after the other");
    GOALS.put(
        "score", "the best weighted sum of nine factors; preset=speed where machines are unlike");
    GOALS.put("work_stealing", "evenly filled workers; idle ones take from the longest queue");
    GOALS.put("worst_fit", "the worker on which most is left");
  }

  private PlacementGoals() {}

  /** Empty for one that is not Packtrain's own. */
  static String of(String name) {
    return GOALS.getOrDefault(name, "");
  }
}
