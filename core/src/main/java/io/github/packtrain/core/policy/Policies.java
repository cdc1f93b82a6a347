package io.github.packtrain.core.policy;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.place.PlacementCatalog;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.PolicyRefused;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All policies by name: the one place that knows which there are and what they take. */
public final class Policies {
  private static final int SHOWN_CHARS = 40;

  private Policies() {}

  /** All there are: orders, then placements, each in order of name. */
  public static List<Description> all() {
    List<Description> all = new ArrayList<>();
    for (String name : Orders.names()) {
      all.add(new Description(PolicyKind.ORDER, name, Orders.goalOf(name), Orders.optionsOf(name)));
    }
    PlacementCatalog placements = PlacementCatalog.BUILT_IN;
    for (String name : placements.names()) {
      all.add(
          new Description(
              PolicyKind.PLACEMENT, name, placements.goalOf(name), placements.optionsOf(name)));
    }
    return all;
  }

  /** What is wrong with a choice; an unknown name is answered with the nearest one and the list. */
  public static Optional<Rejection> problemOf(
      PolicyKind kind, String name, Map<String, String> options) {
    return switch (kind) {
      case ORDER ->
          Orders.names().contains(name)
              ? Orders.problemOf(name, options)
              : Optional.of(unknown("ORDER_UNKNOWN", "queue order", name, Orders.names()));
      case PLACEMENT ->
          PlacementCatalog.BUILT_IN.names().contains(name)
              ? placementProblem(name, options)
              : Optional.of(
                  unknown(
                      "PLACEMENT_POLICY_UNKNOWN",
                      "placement policy",
                      name,
                      PlacementCatalog.BUILT_IN.names()));
    };
  }

  /** The same of a placement as text, such as {@code random:seed=7}. */
  public static Optional<Rejection> problemOfPlacement(String text) {
    String name = text.substring(0, text.contains(":") ? text.indexOf(':') : text.length());
    if (!PlacementCatalog.BUILT_IN.names().contains(name)) {
      return problemOf(PolicyKind.PLACEMENT, name, Map.of());
    }
    try {
      PlacementChoice.of(text);
      return Optional.empty();
    } catch (PolicyRefused e) {
      return Optional.of(e.rejection());
    }
  }

  private static Optional<Rejection> placementProblem(String name, Map<String, String> options) {
    try {
      PlacementCatalog.BUILT_IN.create(name, options);
      return Optional.empty();
    } catch (PolicyRefused e) {
      return Optional.of(e.rejection());
    }
  }

  private static Rejection unknown(String code, String noun, String name, List<String> known) {
    String shown = name.length() <= SHOWN_CHARS ? name : name.substring(0, SHOWN_CHARS) + "…";
    return new Rejection(
        Rejection.Kind.INVALID_ARGUMENT,
        code,
        "there is no " + noun + " '" + shown.replaceAll("\\p{Cntrl}", "?") + "'",
        "known are " + String.join(", ", known),
        Spelling.findNearest(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("packtrain policy list  shows what each is for"));
  }
}
