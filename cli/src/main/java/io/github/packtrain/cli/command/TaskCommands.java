package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code packtrain task …}. */
final class TaskCommands {
  private TaskCommands() {}

  @Command(
      name = "task",
      aliases = "tasks",
      description = "Tasks: show.",
      subcommands = {Show.class})
  static final class Task {}

  @Command(name = "show", description = "One task and its attempts.")
  static final class Show implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    /** Longer ones are cut in the table of a narrow terminal. */
    private static final int SHORT_MESSAGE = 30;

    @Parameters(paramLabel = "TASK", description = "J42/17; a job stands for its first task.")
    private String task = "";

    Show(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Ids.Task id = Ids.task(task, connection.api());
        Node found =
            connection.api().get(MasterApi.path("/v1/jobs/%s/tasks/%s", id.job(), id.index()));
        if (cli.json(target, output)) {
          cli.terminal().print(found);
        } else {
          print(found);
        }
        return ExitCode.OK.number();
      }
    }

    private void print(Node found) {
      cli.terminal().print(found.text("id") + "  " + Shown.state(found.text("state")));
      if (!found.text("params").isEmpty()) {
        cli.terminal().print("  params    " + found.text("params"));
      }
      Node.Mapping metrics = found.mapping("metrics");
      if (!metrics.entries().isEmpty()) {
        cli.terminal().print("  result    " + Shown.metrics(metrics));
      }
      Instant now = Instant.now();
      Table table =
          new Table()
              .left("ATTEMPT")
              .left("STATE")
              .left("WORKER")
              .right("TIME")
              .left("ENDED")
              .left("DEVICES")
              .left("MESSAGE");
      for (Node attempt : found.items("attempts")) {
        table.row(
            attempt.text("id"),
            Shown.state(attempt.text("state")),
            attempt.text("worker"),
            Shown.between(attempt, "startedAt", "endedAt", now),
            Shown.outcome(attempt.mapping("result")),
            String.join(",", attempt.items("devices").stream().map(Node::text).toList()),
            attempt.text("result.message").lines().findFirst().orElse(""));
      }
      if (!table.isEmpty()) {
        cli.print(table);
      }
      for (Node attempt : found.items("attempts")) {
        List<String> lines = attempt.text("result.message").lines().toList();
        if (lines.size() > 1 || attempt.text("result.message").length() > SHORT_MESSAGE) {
          cli.terminal().print("message of " + attempt.text("id"));
          lines.forEach(line -> cli.terminal().print("  " + line));
        }
      }
    }
  }
}
