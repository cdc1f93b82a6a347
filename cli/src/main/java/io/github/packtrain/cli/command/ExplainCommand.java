package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code packtrain explain}. */
@Command(
    name = "explain",
    description = {
      "Why a job waits: all reasons, who is ahead, what would help.",
      "Why a worker does not do more."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();

  @Parameters(
      paramLabel = "JOB|TASK|WORKER",
      description = "J42, 42, last; a task J42/17; or a worker's name or id.")
  private String what = "";

  ExplainCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (Connection connection = cli.connect(target, output)) {
      MasterApi api = connection.api();
      boolean ofWorker = !Ids.isJobOrTask(what);
      Node explanation =
          ofWorker ? api.get(MasterApi.path("/v1/workers/%s:explain", what)) : ofJob(api);
      if (cli.json(target, output)) {
        cli.terminal().print(explanation);
      } else if (ofWorker) {
        printWorker(explanation);
      } else {
        print(explanation);
      }
      return ExitCode.OK.number();
    }
  }

  private Node ofJob(MasterApi api) {
    Ids.Task task = Ids.task(what, api);
    String index = Ids.isTask(what) ? String.valueOf(task.index()) : "";
    return api.get(
        MasterApi.path("/v1/jobs/%s:explain", task.job()) + MasterApi.query("index", index));
  }

  private void printWorker(Node explanation) {
    cli.terminal()
        .print(
            explanation.text("worker")
                + " "
                + explanation.text("name")
                + "  "
                + explanation.text("summary"));
    List<Node> waiting = explanation.items("waiting");
    if (waiting.isEmpty()) {
      return;
    }
    Table table = new Table().left("WAITS").right("TASKS").left("WHY NOT HERE");
    for (Node miss : waiting) {
      String why =
          miss.items("reasons").stream()
              .map(reason -> reason.text("message"))
              .collect(Collectors.joining("; "));
      table.row(miss.text("job"), miss.text("tasks"), why);
    }
    cli.print(table);
    if (explanation.number("others") > 0) {
      cli.terminal().print("and tasks of " + explanation.text("others") + " other kinds");
    }
  }

  /** One line says nothing that the table does not. */
  private void printHistory(List<Node> history) {
    if (history.size() < 2) {
      return;
    }
    cli.terminal().print("since it was submitted:");
    for (Node change : history) {
      List<Node> reasons = change.items("reasons");
      String codes =
          reasons.stream().map(reason -> reason.text("code")).collect(Collectors.joining(", "));
      cli.terminal()
          .print(
              "  " + change.text("at") + "  " + (codes.isEmpty() ? "nothing in its way" : codes));
    }
  }

  /** The factors of the chosen worker beside those of the next best. */
  private void printChoice(Node choice) {
    List<Node> workers = choice.items("workers");
    Table table = new Table().left("FACTOR").right("WEIGHT");
    workers.forEach(worker -> table.right(worker.text("name")));
    for (Node factor : choice.items("factors")) {
      List<String> row =
          new ArrayList<>(
              List.of(factor.text("name"), factor.has("weight") ? factor.text("weight") : "0"));
      factor.items("values").forEach(value -> row.add(value.text()));
      table.row(row.toArray(String[]::new));
    }
    List<String> scores = new ArrayList<>(List.of("score, less is better", ""));
    workers.forEach(worker -> scores.add(String.valueOf(worker.number("score"))));
    table.row(scores.toArray(String[]::new));
    cli.terminal().print("why there" + (workers.size() == 1 ? ": it fitted on no other" : ":"));
    cli.print(table);
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
    if (explanation.has("promisedStart")) {
      terminal.print(
          "starts at the latest at " + explanation.text("promisedStart") + " (promised)");
    }
    explanation.find("eta").ifPresent(eta -> terminal.print(eta.text("message")));
    explanation.find("choice").ifPresent(this::printChoice);
    printHistory(explanation.items("history"));
    for (Node hint : explanation.items("hints")) {
      terminal.print("  hint: " + hint.text());
    }
  }
}
