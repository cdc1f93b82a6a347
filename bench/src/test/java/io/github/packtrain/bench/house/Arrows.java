package io.github.packtrain.bench.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.lang.ArchRule;
import io.github.packtrain.core.order.Order;
import io.github.packtrain.core.plan.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may know whom: the table of rooms of the design. Arrows point towards {@code model}.
 *
 * @param root the package that the rooms live in; another one for planted violations
 */
record Arrows(String root) {
  /** Room to the rooms that it may know. */
  static final Map<String, Set<String>> MAY_KNOW = table();

  /** Rooms that stand on the JDK and each other alone. */
  static final List<String> FREE_OF_LIBRARIES = List.of("model", "core", "search");

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> rooms = new LinkedHashMap<>();
    rooms.put("model", Set.of());
    rooms.put("core", Set.of("model"));
    rooms.put("search", Set.of("model"));
    rooms.put("optimizer", Set.of("core", "model"));
    rooms.put("journal", Set.of("core", "search", "model"));
    rooms.put("protocol", Set.of());
    rooms.put("session", Set.of("core", "search", "protocol", "model"));
    rooms.put(
        "master", Set.of("session", "protocol", "journal", "optimizer", "core", "search", "model"));
    rooms.put("worker", Set.of("session", "protocol", "model"));
    rooms.put(
        "simulator",
        Set.of("core", "search", "optimizer", "session", "protocol", "journal", "model"));
    rooms.put("client", Set.of("protocol"));
    rooms.put(
        "cli", Set.of("client", "master", "worker", "simulator", "protocol", "search", "model"));
    rooms.put("bench", Set.of()); // knows all; only that nobody knows it is checked
    return rooms;
  }

  List<ArchRule> rules() {
    List<ArchRule> rules = new ArrayList<>();
    for (String room : MAY_KNOW.keySet()) {
      if (!room.equals("bench")) {
        rules.add(roomKnowsOnlyItsArrows(room));
      }
    }
    for (String room : FREE_OF_LIBRARIES) {
      rules.add(roomStandsOnTheJdk(room));
    }
    rules.add(packagesHaveNoCycles());
    rules.add(replaysDecideNothing());
    return rules;
  }

  /** What is judged in a replay is the core, not a copy of it. */
  private ArchRule replaysDecideNothing() {
    return noClasses()
        .that()
        .resideInAnyPackage(root + ".simulator.replay..", root + ".simulator.trace..")
        .should()
        .implement(Order.class)
        .orShould()
        .callConstructorWhere(
            JavaCall.Predicates.target(
                HasOwner.Predicates.With.owner(JavaClass.Predicates.equivalentTo(Placement.class))))
        .because("replays have no order and no placement of their own: the core decides")
        .allowEmptyShould(true);
  }

  private ArchRule roomKnowsOnlyItsArrows(String room) {
    String[] foreign =
        MAY_KNOW.keySet().stream()
            .filter(other -> !other.equals(room) && !allowed(room).contains(other))
            .map(this::packages)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(packages(room))
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(foreign).and(isNoTrustOf(room)))
        .because(
            "%s may know only %s: move the code to a room that may know both, or give %s an"
                    .formatted(room, allowed(room).stream().sorted().toList(), room)
                + " interface that the other room implements")
        .allowEmptyShould(true);
  }

  /** The command line calls masters over TLS itself, and trusts them as workers do. */
  private DescribedPredicate<JavaClass> isNoTrustOf(String room) {
    String trust = root + "." + Purity.TRUST;
    return DescribedPredicate.describe(
        "are not about trust",
        type -> !(room.equals("cli") && type.getPackageName().equals(trust)));
  }

  private ArchRule roomStandsOnTheJdk(String room) {
    return noClasses()
        .that()
        .resideInAPackage(packages(room))
        .should()
        .dependOnClassesThat(isLibrary())
        .because(
            room
                + " stands on the JDK alone: do it with java.base, or do it in journal, session or"
                + " master")
        .allowEmptyShould(true);
  }

  private DescribedPredicate<JavaClass> isLibrary() {
    return DescribedPredicate.describe(
        "are of a library",
        type -> {
          String name = type.getBaseComponentType().getPackageName();
          boolean jdk = name.isEmpty() || name.startsWith("java.") || name.equals("java");
          return !jdk && !name.startsWith(root) && !name.startsWith("org.jspecify.annotations");
        });
  }

  private ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("a cycle of packages is one package in pieces: merge them or turn one arrow")
        .allowEmptyShould(true);
  }

  private Set<String> allowed(String room) {
    return MAY_KNOW.getOrDefault(room, Set.of());
  }

  private String packages(String room) {
    return root + "." + room + "..";
  }
}
