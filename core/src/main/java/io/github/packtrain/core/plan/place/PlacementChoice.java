package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.PlacementPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A placement policy by name with its options, known to exist. As text: {@code packing}, or {@code
 * random:seed=7,devices=first}.
 *
 * @param options those that differ from the defaults, by name
 */
public record PlacementChoice(String name, Map<String, String> options) {
  public static final PlacementChoice FIRST_FIT = of("first_fit");
  public static final PlacementChoice BEST_FIT = of("best_fit");
  public static final PlacementChoice WORST_FIT = of("worst_fit");

  /** What a master takes when nothing is said. */
  public static final PlacementChoice PACKING = of("packing");

  /**
   * @throws PolicyRefused when there is no such policy, or it does not take these options
   */
  public PlacementChoice {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    PlacementCatalog.BUILT_IN.create(name, options);
  }

  /** Every policy there is, as it is without options. */
  public static List<PlacementChoice> all() {
    return PlacementCatalog.BUILT_IN.names().stream().map(PlacementChoice::of).toList();
  }

  /** From text. */
  public static PlacementChoice of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new PlacementChoice(text, Map.of());
    }
    Map<String, String> options = new TreeMap<>();
    for (String part : text.substring(colon + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new PolicyRefused(
            "POLICY_OPTION_INVALID",
            "cannot read the policy '" + text + "'",
            "'" + part + "' is not an option with a value",
            "write it as name:option=value,option=value");
      }
      options.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return new PlacementChoice(text.substring(0, colon), options);
  }

  /** A policy of its own for a planner. */
  public PlacementPolicy create() {
    return PlacementCatalog.BUILT_IN.create(name, options);
  }

  @Override
  public String toString() {
    if (options.isEmpty()) {
      return name;
    }
    StringBuilder text = new StringBuilder(name);
    char before = ':';
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(before).append(option.getKey()).append('=').append(option.getValue());
      before = ',';
    }
    return text.toString();
  }
}
