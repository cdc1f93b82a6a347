package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Policies as people read them. */
final class PolicyTexts {
  private static final String ORDER = "POLICY_ORDER";

  private PolicyTexts() {}

  /** Each with its goal and its options below it. */
  static List<String> list(List<Node> policies) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "queue orders: who of a queue goes first; packtrain policy set --queue Q --order NAME");
    policies.stream().filter(PolicyTexts::isOrder).forEach(policy -> add(lines, policy));
    lines.add("placements: where a task goes; packtrain policy set --placement NAME");
    policies.stream().filter(policy -> !isOrder(policy)).forEach(policy -> add(lines, policy));
    return lines;
  }

  private static boolean isOrder(Node policy) {
    return policy.text("kind").equals(ORDER);
  }

  private static void add(List<String> lines, Node policy) {
    String origin = policy.text("origin");
    lines.add(
        "  "
            + padded(policy.text("name"), 16)
            + policy.text("goal")
            + (origin.isEmpty() ? "" : " [" + origin + "]"));
    for (Node option : policy.items("options")) {
      lines.add("    " + padded(option.text("name"), 20) + option.text("range"));
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(2, width - text.length()));
  }

  /** The cluster's placement and the queues' orders. */
  static Table inForce(Node found, Instant now) {
    Table table =
        new Table()
            .left("SCOPE")
            .left("DECIDES")
            .left("POLICY")
            .left("OPTIONS")
            .left("SINCE")
            .left("BY");
    if (found.has("placement")) {
      row(table, "cluster", "placement", found.mapping("placement"), now);
    }
    for (Node order : found.items("orders")) {
      row(table, "queue " + order.text("queue"), "order", order, now);
    }
    return table;
  }

  private static void row(Table table, String scope, String decides, Node set, Instant now) {
    String age = Shown.age(set, "since", now);
    String by = set.text("by");
    String problem = set.text("problem");
    String name = set.text("name");
    table.row(
        scope,
        decides,
        problem.isEmpty() ? name : set.text("usual") + " instead of " + name,
        options(set, " "),
        age.isEmpty() ? "the master's start" : age + " ago",
        by.isEmpty() ? "nobody: it is the default" : by);
  }

  /** Policies that are set and do not decide, each with why. */
  static List<String> problems(Node found) {
    List<Node> all = new ArrayList<>(found.items("orders"));
    if (found.has("placement")) {
      all.add(found.mapping("placement"));
    }
    return all.stream()
        .filter(set -> set.has("problem"))
        .map(set -> set.text("name") + " does not decide: " + set.text("problem"))
        .toList();
  }

  /** What was set, in one line. */
  static String set(Node set) {
    String options = options(set, ", ");
    String text = set.text("name") + (options.isEmpty() ? "" : " (" + options + ")");
    return set.text("kind").equals(ORDER)
        ? "queue '" + set.text("queue") + "' is ordered by " + text + " from the next plan on"
        : "tasks are placed by " + text + " from the next plan on";
  }

  private static String options(Node set, String between) {
    return set.mapping("options").entries().entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue().value().text())
        .collect(Collectors.joining(between));
  }
}
