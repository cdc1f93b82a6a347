package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain worker …}. */
final class WorkerCommands {
  private static final int LIST_MAX = 100_000;

  private WorkerCommands() {}

  @Command(
      name = "worker",
      aliases = "workers",
      description = "Workers: start one here, list, show, drain, resume, forget.",
      subcommands = {
        Start.class,
        ListWorkers.class,
        ShowWorker.class,
        Drain.class,
        Resume.class,
        Forget.class
      })
  static final class Worker implements Callable<Integer> {
    private final Cli cli;
    @Mixin private WorkerStartFlags flags = new WorkerStartFlags();

    Worker(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      if (!flags.isGiven()) {
        throw Failure.usage(
            "worker",
            "nothing says what to do with workers",
            "a worker can be started, listed, shown, drained, resumed and forgotten",
            "packtrain worker list     or  packtrain worker start --master HOST:PORT");
      }
      return flags.start(cli);
    }
  }

  @Command(name = "start", description = "Runs a worker on this machine until it is told to end.")
  static final class Start implements Callable<Integer> {
    private final Cli cli;
    @Mixin private WorkerStartFlags flags = new WorkerStartFlags();

    Start(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return flags.start(cli);
    }
  }

  @Command(name = "list", aliases = "ls", description = "The workers and what they have free.")
  static final class ListWorkers implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    ListWorkers(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        List<Node> workers = connection.api().list("/v1/workers", "workers", LIST_MAX);
        if (cli.json(target, output)) {
          cli.terminal().print(new JsonObject().put("workers", workers).node());
        } else if (workers.isEmpty()) {
          cli.terminal()
              .say(
                  "there are no workers; start one with  packtrain up  or  packtrain worker start");
        } else {
          cli.print(table(workers, Instant.now()));
        }
        return ExitCode.OK.number();
      }
    }
  }

  static Table table(List<Node> workers, Instant now) {
    Table table =
        new Table()
            .left("WORKER")
            .left("NAME")
            .left("STATE")
            .left("GPUS")
            .right("CPU")
            .right("MEM")
            .right("TASKS")
            .right("LAST-HEARD")
            .left("LABELS");
    for (Node worker : workers) {
      Node.Mapping labels = worker.mapping("spec.labels");
      table.row(
          worker.text("id"),
          worker.text("spec.name"),
          Shown.state(worker.text("state"))
              + (worker.text("drainReason").isEmpty()
                  ? ""
                  : " (" + worker.text("drainReason") + ")"),
          gpus(worker),
          Quantities.milli(worker.number("allocated.cpuMilli"))
              + "/"
              + Quantities.milli(worker.number("spec.allocatable.cpuMilli")),
          Quantities.bytes(worker.number("allocated.memoryBytes"))
              + "/"
              + Quantities.bytes(worker.number("spec.allocatable.memoryBytes")),
          worker.text("attempts"),
          Shown.age(worker, "lastHeardAt", now),
          String.join(
              ",",
              labels.entries().entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue().value().text())
                  .toList()));
    }
    return table;
  }

  /** {@code ##/. A100-80GB}: busy, shared and free devices, x for one that is not healthy. */
  private static String gpus(Node worker) {
    List<Node> devices = worker.items("spec.devices");
    List<Node> held = worker.items("deviceAllocated");
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < devices.size(); i++) {
      long milli = i < held.size() ? held.get(i).number("gpuMilli") : 0;
      boolean healthy = devices.get(i).flag("healthy");
      cells.append(!healthy ? 'x' : milli == 0 ? '.' : milli >= 1000 ? '#' : '/');
    }
    return devices.isEmpty() ? "" : cells + " " + devices.getFirst().text("model");
  }

  @Command(name = "show", description = "One worker: what it has, holds and cannot do.")
  static final class ShowWorker implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "WORKER", description = "Its id or name.")
    private String worker = "";

    ShowWorker(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Node found = connection.api().get(MasterApi.path("/v1/workers/%s", worker));
        if (cli.json(target, output)) {
          cli.terminal().print(found);
        } else {
          lines(found, Instant.now()).forEach(cli.terminal()::print);
        }
        return ExitCode.OK.number();
      }
    }
  }

  private static List<String> lines(Node worker, Instant now) {
    List<String> lines = new ArrayList<>();
    String reason = worker.text("drainReason");
    lines.add(
        worker.text("id")
            + " "
            + worker.text("spec.name")
            + "  "
            + Shown.state(worker.text("state"))
            + (reason.isEmpty() ? "" : " (" + reason + ")"));
    lines.add("  heard     " + Shown.age(worker, "lastHeardAt", now) + " ago");
    lines.add("  version   " + worker.text("spec.version"));
    lines.add(
        "  CPU       "
            + Quantities.milli(worker.number("allocated.cpuMilli"))
            + " of "
            + Quantities.milli(worker.number("spec.allocatable.cpuMilli"))
            + " held");
    lines.add(
        "  memory    "
            + Quantities.bytes(worker.number("allocated.memoryBytes"))
            + " of "
            + Quantities.bytes(worker.number("spec.allocatable.memoryBytes"))
            + " held");
    if (!worker.items("spec.devices").isEmpty()) {
      lines.add("  GPUs      " + gpus(worker));
      islands(worker).forEach((name, numbers) -> lines.add("  island    " + numbers + "  " + name));
    }
    lines.add("  tasks     " + worker.number("attempts"));
    for (Node limitation : worker.items("spec.limitations")) {
      lines.add("  cannot    " + limitation.text());
    }
    return lines;
  }

  /** Which GPUs are in each island, by their places: {@code nvlink-0} is {@code GPU 0,1}. */
  private static SequencedMap<String, String> islands(Node worker) {
    SequencedMap<String, String> islands = new LinkedHashMap<>();
    List<Node> devices = worker.items("spec.devices");
    for (int i = 0; i < devices.size(); i++) {
      String island = devices.get(i).text("island");
      if (!island.isEmpty()) {
        islands.merge(island, "GPU " + i, (all, one) -> all + "," + one.substring("GPU ".length()));
      }
    }
    return islands;
  }

  @Command(name = "drain", description = "Gives a worker no new work; what runs finishes.")
  static final class Drain implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "WORKER", description = "Its id or name.")
    private String worker = "";

    @Option(names = "--evict", description = "What runs is ended and runs elsewhere.")
    private boolean evict;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Shown in lists.")
    private String reason = "";

    Drain(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      JsonObject body = new JsonObject().put("evict", evict).put("reason", reason);
      return change(cli, target, output, worker, "drain", body);
    }
  }

  @Command(name = "resume", description = "Gives a drained worker work again.")
  static final class Resume implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "WORKER", description = "Its id or name.")
    private String worker = "";

    Resume(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return change(cli, target, output, worker, "resume", new JsonObject());
    }
  }

  @Command(name = "forget", description = "Drops a worker that is lost for good from the list.")
  static final class Forget implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "WORKER", description = "Its id or name.")
    private String worker = "";

    Forget(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return change(cli, target, output, worker, "forget", new JsonObject());
    }
  }

  private static int change(
      Cli cli, TargetFlags target, OutputFlag output, String worker, String verb, JsonObject body) {
    try (Connection connection = cli.connect(target, output)) {
      Node answer =
          connection.api().post(MasterApi.path("/v1/workers/%s:" + verb, worker), body.node());
      if (cli.json(target, output)) {
        cli.terminal().print(answer);
      } else {
        String state = answer.text("state");
        cli.terminal().print(worker + " " + (state.isEmpty() ? "forgotten" : Shown.state(state)));
      }
      return ExitCode.OK.number();
    }
  }
}
