package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain policy …}. */
final class PolicyCommands {
  private static final String CLUSTER = "cluster";
  private static final String QUEUE_DEFAULT = "default";

  private PolicyCommands() {}

  @Command(
      name = "policy",
      aliases = "policies",
      description = "Policies: which there are, which are in force, and setting others.",
      subcommands = {ListPolicies.class, ShowPolicies.class, SetPolicy.class})
  static final class Policy implements Callable<Integer> {
    @Override
    public Integer call() {
      throw Failure.usage(
          "policy",
          "nothing says what to do with policies",
          "a policy can be listed, shown and set",
          "packtrain policy list     or  packtrain policy show");
    }
  }

  @Command(
      name = "list",
      aliases = "ls",
      description = "Every queue order and every placement, with what it is for and its options.")
  static final class ListPolicies implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    ListPolicies(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Node all = connection.api().get("/v1/policies");
        if (cli.json(target, output)) {
          cli.terminal().print(all);
        } else {
          PolicyTexts.list(all.items("policies")).forEach(cli.terminal()::print);
          all.items("problems")
              .forEach(problem -> cli.terminal().print("left out: " + problem.text()));
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "show", description = "What is in force, since when, and who set it.")
  static final class ShowPolicies implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(
        paramLabel = "QUEUE|cluster",
        arity = "0..1",
        description = "Only this queue, or only the cluster's placement.")
    private String scope = "";

    ShowPolicies(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        boolean cluster = scope.equals(CLUSTER);
        String queue = cluster ? "" : scope;
        Node found = connection.api().get("/v1/policies:inForce" + MasterApi.query("queue", queue));
        Node shown =
            cluster ? new JsonObject().put("placement", found.mapping("placement")).node() : found;
        if (cli.json(target, output)) {
          cli.terminal().print(shown);
        } else {
          cli.print(PolicyTexts.inForce(shown, Instant.now()));
          PolicyTexts.problems(shown).forEach(cli.terminal()::print);
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(
      name = "set",
      description = {
        "Gives a queue another order, or the cluster another placement, from the next plan on.",
        "It is recorded and holds until somebody sets another, whatever the master is started with."
      })
  static final class SetPolicy implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Option(
        names = "--queue",
        paramLabel = "NAME",
        description = "The queue whose order is set; default '" + QUEUE_DEFAULT + "'.")
    private String queue = "";

    @Option(names = "--order", paramLabel = "NAME", description = "Who of the queue goes first.")
    private String order = "";

    @Option(
        names = "--placement",
        paramLabel = "NAME",
        description = "Where tasks go; 'default' for what the master was started with.")
    private String placement = "";

    @Parameters(
        paramLabel = "OPTION=VALUE",
        arity = "0..*",
        description = "Options of it, as  packtrain policy list  shows them.")
    private List<String> options = new ArrayList<>();

    SetPolicy(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      check();
      Map<String, String> pairs = pairs(options);
      try (Connection connection = cli.connect(target, output)) {
        Node set =
            order.isEmpty()
                ? connection.api().post("/v1/placement:set", ofPlacement(pairs))
                : connection.api().post(orderPath(), ofOrder(pairs));
        if (cli.json(target, output)) {
          cli.terminal().print(set);
        } else {
          cli.terminal().print(PolicyTexts.set(set));
        }
        return ExitCode.OK.number();
      }
    }

    private void check() {
      if (order.isEmpty() && placement.isEmpty()) {
        throw Failure.usage(
            "policy",
            "nothing says which policy to set",
            "a queue has an order, the cluster has a placement",
            "packtrain policy set --queue default --order sjf     or  --placement packing");
      }
      if (!order.isEmpty() && !placement.isEmpty()) {
        throw Failure.usage(
            "policy",
            "both --order and --placement are given",
            "options that follow would belong to one of them only",
            "set one after the other");
      }
      if (!placement.isEmpty() && !queue.isEmpty()) {
        throw Failure.usage(
            "policy",
            "a queue has no placement of its own",
            "tasks of all queues share the same workers",
            "leave --queue out");
      }
    }

    private String orderPath() {
      return MasterApi.path("/v1/queues/%s:setOrder", queue.isEmpty() ? QUEUE_DEFAULT : queue);
    }

    private Node ofOrder(Map<String, String> pairs) {
      return new JsonObject().put("order", order).putTexts("options", pairs).node();
    }

    private Node ofPlacement(Map<String, String> pairs) {
      String name = placement.equals("default") ? "" : placement;
      return new JsonObject().put("placement", name).putTexts("options", pairs).node();
    }
  }

  private static Map<String, String> pairs(List<String> options) {
    for (String option : options) {
      if (option.indexOf('=') < 1) {
        throw Failure.usage(
            "value",
            "'" + option + "' is not an option with a value",
            "what follows the flags are options of the policy",
            "write OPTION=VALUE, such as repack=true");
      }
    }
    return FlagValues.pairs("", options);
  }
}
