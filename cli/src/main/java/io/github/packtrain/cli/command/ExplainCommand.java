package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code packtrain explain}. */
@Command(
    name = "explain",
    description = "Why a job waits: all reasons, who is ahead, what would help.")
final class ExplainCommand implements Callable<Integer> {
  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();

  @Parameters(paramLabel = "JOB", description = "J42, 42, last, or a task J42/17.")
  private String job = "";

  ExplainCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (Connection connection = cli.connect(target, output)) {
      MasterApi api = connection.api();
      Ids.Task task = Ids.task(job, api);
      String index = Ids.isTask(job) ? String.valueOf(task.index()) : "";
      Node explanation =
          api.get(
              MasterApi.path("/v1/jobs/%s:explain", task.job()) + MasterApi.query("index", index));
      if (cli.json(target, output)) {
        cli.terminal().print(explanation);
      } else {
        print(explanation);
      }
      return ExitCode.OK.number();
    }
  }

  private void print(Node explanation) {
    Terminal terminal = cli.terminal();
    terminal.print(
        explanation.text("job")
            + " "
            + explanation.text("name")
            + "  "
            + explanation.text("summary"));
    List<Node> reasons = explanation.items("reasons");
    if (!reasons.isEmpty()) {
      Table table = new Table().left("REASON").left("").right("WORKERS").left("CLOSEST");
      for (Node reason : reasons) {
        table.row(
            reason.text("code"),
            reason.text("message"),
            reason.number("workers") == 0 ? "" : reason.text("workers"),
            reason.text("bestWorker"));
      }
      cli.print(table);
    }
    long ahead = explanation.number("aheadTotal");
    if (ahead > 0) {
      List<String> names = explanation.items("ahead").stream().map(Node::text).toList();
      terminal.print(
          "ahead of it in the queue: "
              + String.join(", ", names)
              + (ahead > names.size() ? " and " + (ahead - names.size()) + " more" : ""));
    }
    for (Node hint : explanation.items("hints")) {
      terminal.print("  hint: " + hint.text());
    }
  }
}
