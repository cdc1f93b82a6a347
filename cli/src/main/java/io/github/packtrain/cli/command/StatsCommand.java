package io.github.packtrain.cli.command;

import static io.github.packtrain.cli.terminal.Table.left;
import static io.github.packtrain.cli.terminal.Table.right;

import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
    Node jobs = found.find("deadlines").orElse(Node.empty());
    long all = 0;
    for (String which : List.of("met", "missed", "late", "open")) {
      all += jobs.number(which);
    }
    String counted = Shown.count(all, "job");
    return Table.of(
        all == 0 ? List.of() : List.of(jobs),
        left("DEADLINES", _ -> counted),
        count("MET", "met"),
        count("MISSED", "missed"),
        count("LATE", "late"),
        count("OPEN", "open"));
  }

  private static Table kinds(Node found) {
    return Table.of(
        found.items("kinds"),
        left("KIND", kind -> kind.text("kind")),
        count("WAITING", "waiting"),
        count("ACTIVE", "active"),
        count("COMPLETED", "completed"),
        count("FAILED", "failed"),
        count("CANCELLED", "cancelled"),
        count("TIMED-OUT", "timedOut"),
        right("P50", kind -> time(kind, "p50Millis")),
        right("P90", kind -> time(kind, "p90Millis")),
        count("RUNS", "observations"));
  }

  private static Table workers(Node found) {
    return Table.of(
        found.items("workers"),
        left("WORKER", worker -> worker.text("name")),
        count("TASKS", "attempts"),
        right("CPU", worker -> used(worker, "cpu")),
        right("GPU", worker -> used(worker, "gpu")),
        left("BEST-AT", worker -> best(worker).text("kind")),
        right("SPEED", worker -> ofBest(worker, best -> speed(best.number("speed")))),
        right(
            "RELIABLE",
            worker -> ofBest(worker, best -> percent(best.number("reliability"), ALL))));
  }

  private static String used(Node worker, String resource) {
    return percent(worker.number(resource + "UsedMilli"), worker.number(resource + "Milli"));
  }

  /** The kind of tasks that the worker is best at. */
  private static Node best(Node worker) {
    return worker.items("factors").stream()
        .max(Comparator.comparingLong(kind -> kind.number("specialisation")))
        .orElse(Node.empty());
  }

  private static String ofBest(Node worker, Function<Node, String> cell) {
    Node best = best(worker);
    return best.has("kind") ? cell.apply(best) : "";
  }

  /** 500 is a usual worker, 667 one twice as fast. */
  private static String speed(long factor) {
    double ratio = (double) factor / Math.max(1, 2 * USUAL_SPEED - factor);
    return String.format(Locale.ROOT, "x%.2f", ratio);
  }

  private static Table families(Node found) {
    return Table.of(
        found.items("families"),
        left("FAMILY", family -> family.text("family")),
        count("SUCCEEDED", "successes"),
        count("FAILED", "failures"),
        count("WORKERS", "workers"));
  }

  private static Table queues(Node found) {
    return Table.of(
        found.items("queues"),
        left("QUEUE", queue -> queue.text("queue")),
        left("ORDER", queue -> queue.text("order")),
        count("JOBS", "jobsWaiting"),
        count("WAITING", "tasksWaiting"),
        count("ACTIVE", "tasksActive"));
  }

  private static Table placements(Node found) {
    return Table.of(
        found.items("placements"),
        left("PLACEMENT", placement -> placement.text("placement")),
        count("PLANS", "plans"),
        count("PLACED", "placed"),
        right("CPU/PLAN", StatsCommand::cpuPerPlan));
  }

  private static String cpuPerPlan(Node placement) {
    double millis = placement.findDecimal("cpuMillis").orElse(0.0);
    return String.format(Locale.ROOT, "%.3f ms", millis / Math.max(1, placement.number("plans")));
  }

  private static Table predictions(Node found) {
    return Table.of(
        found.items("predictions").stream().filter(rung -> rung.number("predictions") > 0).toList(),
        left(
            "PREDICTED-BY",
            rung -> rung.text("evidence").toLowerCase(Locale.ROOT).replace('_', ' ')),
        count("KEYS", "keys"),
        count("MADE", "predictions"),
        right("WITHIN-P50", rung -> share(rung, "withinP50")),
        right("WITHIN-P90", rung -> share(rung, "withinP90")));
  }

  private static Table.Column<Node> count(String title, String path) {
    return right(title, node -> Long.toString(node.number(path)));
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
