package io.github.packtrain.cli.command;

import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code packtrain stats}. */
@Command(
    name = "stats",
    description = {
      "Kinds of tasks by state with their run times, workers and what they are good at,",
      "model families, queues, placements, and how honest predictions are."
    })
final class StatsCommand implements Callable<Integer> {
  private static final int USUAL_SPEED = 500;
  private static final int ALL = 1_000;

  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();

  StatsCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (Connection connection = cli.connect(target, output)) {
      Node found = connection.api().get("/v1/statistics");
      if (cli.json(target, output)) {
        cli.terminal().print(found);
        return ExitCode.OK.number();
      }
      if (!tables(cli, found)) {
        cli.terminal().say("there is nothing to count yet: no worker, no job");
      }
      return ExitCode.OK.number();
    }
  }

  /** Prints what there is; whether there was anything. */
  static boolean tables(Cli cli, Node found) {
    List<Table> tables =
        List.of(
            kinds(found),
            workers(found),
            families(found),
            queues(found),
            placements(found),
            predictions(found),
            deadlines(found));
    boolean any = false;
    for (Table table : tables) {
      if (!table.isEmpty()) {
        if (any) {
          cli.terminal().print("");
        }
        cli.print(table);
        any = true;
      }
    }
    if (found.number("steals") > 0) {
      cli.terminal().print("");
      cli.terminal()
          .print(
              Shown.count(found.number("steals"), "task")
                  + " taken from local queues for idle workers");
    }
    return any;
  }

  private static Table deadlines(Node found) {
    Table table =
        new Table().left("DEADLINES").right("MET").right("MISSED").right("LATE").right("OPEN");
    Node jobs = found.find("deadlines").orElse(Node.empty());
    long all = 0;
    for (String which : List.of("met", "missed", "late", "open")) {
      all += jobs.number(which);
    }
    if (all > 0) {
      table.row(
          Shown.count(all, "job"),
          count(jobs, "met"),
          count(jobs, "missed"),
          count(jobs, "late"),
          count(jobs, "open"));
    }
    return table;
  }

  private static Table kinds(Node found) {
    Table table =
        new Table()
            .left("KIND")
            .right("WAITING")
            .right("ACTIVE")
            .right("COMPLETED")
            .right("FAILED")
            .right("CANCELLED")
            .right("TIMED-OUT")
            .right("P50")
            .right("P90")
            .right("RUNS");
    for (Node kind : found.items("kinds")) {
      table.row(
          kind.text("kind"),
          count(kind, "waiting"),
          count(kind, "active"),
          count(kind, "completed"),
          count(kind, "failed"),
          count(kind, "cancelled"),
          count(kind, "timedOut"),
          time(kind, "p50Millis"),
          time(kind, "p90Millis"),
          count(kind, "observations"));
    }
    return table;
  }

  private static Table workers(Node found) {
    Table table =
        new Table()
            .left("WORKER")
            .right("TASKS")
            .right("CPU")
            .right("GPU")
            .left("BEST-AT")
            .right("SPEED")
            .right("RELIABLE");
    for (Node worker : found.items("workers")) {
      Node best =
          worker.items("factors").stream()
              .max(Comparator.comparingLong(kind -> kind.number("specialisation")))
              .orElse(Node.empty());
      table.row(
          worker.text("name"),
          count(worker, "attempts"),
          percent(worker.number("cpuUsedMilli"), worker.number("cpuMilli")),
          percent(worker.number("gpuUsedMilli"), worker.number("gpuMilli")),
          best.text("kind"),
          best.has("kind") ? speed(best.number("speed")) : "",
          best.has("kind") ? percent(best.number("reliability"), ALL) : "");
    }
    return table;
  }

  /** 500 is a usual worker, 667 one twice as fast. */
  private static String speed(long factor) {
    double ratio = (double) factor / Math.max(1, 2 * USUAL_SPEED - factor);
    return String.format(Locale.ROOT, "x%.2f", ratio);
  }

  private static Table families(Node found) {
    Table table = new Table().left("FAMILY").right("SUCCEEDED").right("FAILED").right("WORKERS");
    for (Node family : found.items("families")) {
      table.row(
          family.text("family"),
          count(family, "successes"),
          count(family, "failures"),
          count(family, "workers"));
    }
    return table;
  }

  private static Table queues(Node found) {
    Table table =
        new Table().left("QUEUE").left("ORDER").right("JOBS").right("WAITING").right("ACTIVE");
    for (Node queue : found.items("queues")) {
      table.row(
          queue.text("queue"),
          queue.text("order"),
          count(queue, "jobsWaiting"),
          count(queue, "tasksWaiting"),
          count(queue, "tasksActive"));
    }
    return table;
  }

  private static Table placements(Node found) {
    Table table = new Table().left("PLACEMENT").right("PLANS").right("PLACED").right("CPU/PLAN");
    for (Node placement : found.items("placements")) {
      double millis = placement.findDecimal("cpuMillis").orElse(0.0);
      long plans = Math.max(1, placement.number("plans"));
      table.row(
          placement.text("placement"),
          count(placement, "plans"),
          count(placement, "placed"),
          String.format(Locale.ROOT, "%.3f ms", millis / plans));
    }
    return table;
  }

  private static Table predictions(Node found) {
    Table table =
        new Table()
            .left("PREDICTED-BY")
            .right("KEYS")
            .right("MADE")
            .right("WITHIN-P50")
            .right("WITHIN-P90");
    for (Node rung : found.items("predictions")) {
      if (rung.number("predictions") > 0) {
        table.row(
            rung.text("evidence").toLowerCase(Locale.ROOT).replace('_', ' '),
            count(rung, "keys"),
            count(rung, "predictions"),
            share(rung, "withinP50"),
            share(rung, "withinP90"));
      }
    }
    return table;
  }

  private static String count(Node node, String path) {
    return Long.toString(node.number(path));
  }

  private static String time(Node node, String path) {
    return node.has(path) ? Quantities.duration(node.number(path)) : "";
  }

  private static String share(Node node, String path) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * node.findDecimal(path).orElse(0.0));
  }

  private static String percent(long part, long all) {
    return all == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / all);
  }
}
