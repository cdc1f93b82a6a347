package io.github.packtrain.simulator.replay;

import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What is judged: an order of the queue, with its options, and a placement. */
public record Policy(PlacementChoice placement, String order, Map<String, String> options) {
  public Policy {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  public static Policy of(PlacementChoice placement, String order) {
    return new Policy(placement, order, Map.of());
  }

  /** The same with one more option. */
  public Policy with(String option, String value) {
    TreeMap<String, String> more = new TreeMap<>(options);
    more.put(option, value);
    return new Policy(placement, order, more);
  }
}
