package io.github.packtrain.simulator.replay;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.PolicyRefused;
import io.github.packtrain.model.Rejection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is judged: an order of the queue, with its options, and a placement. */
public record Policy(PlacementChoice placement, String order, Map<String, String> options) {
  public Policy {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  public static Policy of(PlacementChoice placement, String order) {
    return new Policy(placement, order, Map.of());
  }

  /**
   * Reads {@code best_fit} and {@code las:repack=true;limits=1h+2h}.
   *
   * @throws IllegalArgumentException when there is no such placement, order or option, with the
   *     list of those there are
   */
  public static Policy parse(String placement, String order) {
    PlacementChoice choice;
    try {
      choice = PlacementChoice.of(placement);
    } catch (PolicyRefused e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    int colon = order.indexOf(':');
    String name = colon < 0 ? order : order.substring(0, colon);
    TreeMap<String, String> options = new TreeMap<>();
    for (String option : colon < 0 ? new String[0] : order.substring(colon + 1).split(";", -1)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + option + "' is no option; write ORDER:NAME=VALUE;NAME=VALUE");
      }
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    Optional<Rejection> problem = Orders.problemOf(name, options);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get().message() + "; " + problem.get().hint());
    }
    return new Policy(choice, name, options);
  }

  /** The placement as users call it. */
  public String placementName() {
    return placement.toString();
  }

  /** The order with its options as {@link #parse} reads them. */
  public String orderText() {
    StringBuilder text = new StringBuilder(order);
    char before = ':';
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(before).append(option.getKey()).append('=').append(option.getValue());
      before = ';';
    }
    return text.toString();
  }

  /** The same with one more option. */
  public Policy with(String option, String value) {
    TreeMap<String, String> more = new TreeMap<>(options);
    more.put(option, value);
    return new Policy(placement, order, more);
  }
}
