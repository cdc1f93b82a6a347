package io.github.packtrain.core.policy;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.place.PlacementCatalog;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.PolicyRefused;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All policies by name: the one place that knows which there are and what they take. Immutable.
 * Those of users are known here by what they say of themselves; their code is not called.
 */
public final class Policies {
  /** Packtrain's own. */
  public static final Policies BUILT_IN = new Policies(List.of());

  private static final int SHOWN_CHARS = 40;

  private final List<Description> users;

  private Policies(List<Description> users) {
    this.users = users;
  }

  /**
   * With those of users.
   *
   * @param more whose names are not taken by others of their kind
   */
  public Policies with(List<Description> more) {
    return new Policies(Stream.concat(users.stream(), more.stream()).toList());
  }

  /** All there are: orders, then placements, each in order of name. */
  public List<Description> all() {
    List<Description> all = new ArrayList<>(users);
    for (String name : Orders.names()) {
      all.add(
          Description.builtIn(PolicyKind.ORDER, name, Orders.goalOf(name), Orders.optionsOf(name)));
    }
    PlacementCatalog placements = PlacementCatalog.BUILT_IN;
    for (String name : placements.names()) {
      all.add(
          Description.builtIn(
              PolicyKind.PLACEMENT, name, placements.goalOf(name), placements.optionsOf(name)));
    }
    all.sort(Comparator.comparing(Description::kind).thenComparing(Description::name));
    return all;
  }

  private List<String> names(PolicyKind kind) {
    return all().stream().filter(one -> one.kind() == kind).map(Description::name).toList();
  }

  /** The user's policy of that name. */
  public Optional<Description> findUsers(PolicyKind kind, String name) {
    return users.stream().filter(one -> one.kind() == kind && one.name().equals(name)).findFirst();
  }

  /** Whether there is one of that name. */
  public boolean isKnown(PolicyKind kind, String name) {
    return findUsers(kind, name).isPresent()
        || switch (kind) {
          case ORDER -> Orders.names().contains(name);
          case PLACEMENT -> PlacementCatalog.BUILT_IN.names().contains(name);
        };
  }

  /** What is wrong with a choice; an unknown name is answered with the nearest one and the list. */
  public Optional<Rejection> problemOf(PolicyKind kind, String name, Map<String, String> options) {
    Optional<Description> own = findUsers(kind, name);
    if (own.isPresent()) {
      return optionProblem(own.get(), options);
    }
    if (!isKnown(kind, name)) {
      return Optional.of(unknown(kind, name));
    }
    return switch (kind) {
      case ORDER -> Orders.problemOf(name, options);
      case PLACEMENT -> placementProblem(name, options);
    };
  }

  /** The values are the policy's own matter. */
  private static Optional<Rejection> optionProblem(Description own, Map<String, String> options) {
    return options.keySet().stream()
        .filter(option -> !own.options().containsKey(option))
        .findFirst()
        .map(
            option ->
                new Rejection(
                    Rejection.Kind.INVALID_ARGUMENT,
                    "POLICY_OPTION_UNKNOWN",
                    own.name() + " has no option '" + shown(option) + "'",
                    own.options().isEmpty()
                        ? "it takes none"
                        : "its options are " + String.join(", ", own.options().keySet()),
                    "leave it out, or choose one of these"));
  }

  /** What is wrong with one of Packtrain's own placements, such as {@code random:seed=7}. */
  public static Optional<Rejection> problemOfPlacement(String text) {
    String name = text.substring(0, text.contains(":") ? text.indexOf(':') : text.length());
    if (!BUILT_IN.isKnown(PolicyKind.PLACEMENT, name)) {
      return Optional.of(BUILT_IN.unknown(PolicyKind.PLACEMENT, name));
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

  private Rejection unknown(PolicyKind kind, String name) {
    List<String> known = names(kind);
    return new Rejection(
        Rejection.Kind.INVALID_ARGUMENT,
        kind == PolicyKind.ORDER ? "ORDER_UNKNOWN" : "PLACEMENT_POLICY_UNKNOWN",
        "there is no "
            + (kind == PolicyKind.ORDER ? "queue order" : "placement policy")
            + " '"
            + shown(name)
            + "'",
        "known are " + String.join(", ", known),
        Spelling.findNearest(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("packtrain policy list  shows what each is for"));
  }

  private static String shown(String text) {
    String cut = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
