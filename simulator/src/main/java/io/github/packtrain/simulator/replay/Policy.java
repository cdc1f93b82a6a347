package io.github.packtrain.simulator.replay;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
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

  /** What is wrong with them: no such placement, order or option. */
  public static Optional<Rejection> problemOf(String placement, String order) {
    Optional<Rejection> problem = Policies.problemOfPlacement(placement);
    if (problem.isPresent()) {
      return problem;
    }
    TreeMap<String, String> options = new TreeMap<>();
    for (String option : optionTexts(order)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        return Optional.of(
            new Rejection(
                Rejection.Kind.INVALID_ARGUMENT,
                "ORDER_OPTION",
                "cannot read the order '" + order + "'",
                "'" + option + "' is not an option with a value",
                "write it as name:option=value;option=value"));
      }
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return Policies.BUILT_IN.problemOf(PolicyKind.ORDER, nameOf(order), options);
  }

  /**
   * Reads {@code best_fit} and {@code las:repack=true;limits=1h+2h}.
   *
   * @throws IllegalArgumentException when there is a {@link #problemOf} them
   */
  public static Policy parse(String placement, String order) {
    problemOf(placement, order)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem.message() + ": " + problem.why());
            });
    TreeMap<String, String> options = new TreeMap<>();
    for (String option : optionTexts(order)) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return new Policy(PlacementChoice.of(placement), nameOf(order), options);
  }

  private static String nameOf(String order) {
    return order.contains(":") ? order.substring(0, order.indexOf(':')) : order;
  }

  private static String[] optionTexts(String order) {
    int colon = order.indexOf(':');
    return colon < 0 ? new String[0] : order.substring(colon + 1).split(";", -1);
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
