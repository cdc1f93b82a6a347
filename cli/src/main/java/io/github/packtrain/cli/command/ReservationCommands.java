package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain reservation …}. */
final class ReservationCommands {
  private ReservationCommands() {}

  @Command(
      name = "reservation",
      aliases = "reservations",
      description =
          "Workers or GPUs kept for a queue, users or nobody, over a time: add, list, remove.",
      subcommands = {Add.class, ListReservations.class, Remove.class})
  static final class ReservationGroup {}

  @Command(
      name = "add",
      description = {
        "Keeps workers for the jobs of a queue or of users, or for nobody (maintenance);",
        "with --gpus so many GPUs, chosen now and named: of the worker that they fill best,",
        "each with its share of the CPUs and memory there.",
        "Nothing else starts there that would run into it; what runs is not ended."
      })
  static final class Add implements Callable<Integer> {
    private static final int GPUS_MAX = 10_000;

    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "NAME", description = "Names it.")
    private String name = "";

    @Option(
        names = "--worker",
        split = ",",
        paramLabel = "NAME",
        description = "The workers; without any, all. With --gpus: of which they may be.")
    private List<String> workers = new ArrayList<>();

    @Option(
        names = "--gpus",
        paramLabel = "N",
        description = "So many GPUs, instead of whole workers.")
    private @Nullable Integer gpus;

    @Option(
        names = "--queue",
        paramLabel = "QUEUE",
        description = "Whose jobs may run there meanwhile; default nobody's.")
    private String queue = "";

    @Option(
        names = {"--user", "--users"},
        split = ",",
        paramLabel = "NAME",
        description = "The users whose jobs may, in whatever queue.")
    private List<String> users = new ArrayList<>();

    @Option(
        names = {"--start", "--from"},
        paramLabel = "TIME",
        description = "Such as 2030-12-01T08:00:00Z; default now.")
    private String start = "";

    @Option(names = "--end", paramLabel = "TIME", description = "Until when it holds.")
    private String end = "";

    @Option(names = "--for", paramLabel = "TIME", description = "How long it holds, such as 2h.")
    private String length = "";

    Add(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      if (end.isEmpty() == length.isEmpty()) {
        throw Failure.usage(
            "end",
            end.isEmpty()
                ? "nothing says until when the reservation holds"
                : "both --end and --for are given",
            "a reservation ends at one time",
            "give it --for 2h or --end 2030-12-01T10:00:00Z");
      }
      Instant from = start.isEmpty() ? Instant.now() : FlagValues.time("--start", start);
      Instant until =
          length.isEmpty()
              ? FlagValues.time("--end", end)
              : from.plusMillis(FlagValues.millis("--for", length));
      JsonObject reservation =
          new JsonObject()
              .put("name", name)
              .putTexts("workers", workers)
              .put("queue", queue)
              .put("start", from.toString())
              .put("end", until.toString());
      if (!users.isEmpty()) {
        reservation.putTexts("users", users);
      }
      if (gpus != null) {
        reservation.put(
            "gpus",
            FlagValues.within("--gpus", gpus, 1, GPUS_MAX, "a reservation of GPUs keeps some"));
      }
      try (Connection connection = cli.connect(target, output)) {
        Node added =
            connection
                .api()
                .post("/v1/reservations", new JsonObject().put("reservation", reservation).node());
        if (cli.json(target, output)) {
          cli.terminal().print(added);
        } else {
          cli.terminal()
              .print(
                  name
                      + ": "
                      + workers(added)
                      + " for "
                      + holder(added)
                      + ", "
                      + added.text("start")
                      + " to "
                      + added.text("end"));
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "list", aliases = "ls", description = "What is reserved, now or to come.")
  static final class ListReservations implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    ListReservations(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Node all = connection.api().get("/v1/reservations");
        List<Node> reservations = all.items("reservations");
        if (cli.json(target, output)) {
          cli.terminal().print(new JsonObject().put("reservations", reservations).node());
        } else if (reservations.isEmpty()) {
          cli.terminal().say("nothing is reserved");
        } else {
          Table table =
              new Table().left("NAME").left("WORKERS").left("FOR").left("FROM").left("TO");
          for (Node one : reservations) {
            table.row(
                one.text("name"), workers(one), holder(one), one.text("start"), one.text("end"));
          }
          cli.print(table);
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "remove", aliases = "rm", description = "Takes a reservation back.")
  static final class Remove implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "NAME", description = "As  packtrain reservation list  shows it.")
    private String name = "";

    Remove(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Node answer =
            connection
                .api()
                .post(MasterApi.path("/v1/reservations/%s:remove", name), new JsonObject().node());
        if (cli.json(target, output)) {
          cli.terminal().print(answer);
        } else {
          cli.terminal().print(name + ": taken back");
        }
        return ExitCode.OK.number();
      }
    }
  }

  private static String workers(Node reservation) {
    List<Node> parts = reservation.items("parts");
    if (!parts.isEmpty()) {
      return parts.stream().map(ReservationCommands::part).collect(Collectors.joining(", "));
    }
    List<String> names = reservation.items("workers").stream().map(Node::text).toList();
    return names.isEmpty() ? "all workers" : String.join(", ", names);
  }

  private static String part(Node part) {
    int gpus = part.items("devices").size();
    return gpus + (gpus == 1 ? " GPU of " : " GPUs of ") + part.text("worker");
  }

  private static String holder(Node reservation) {
    List<String> users = reservation.items("users").stream().map(Node::text).toList();
    if (!users.isEmpty()) {
      return (users.size() == 1 ? "user " : "users ") + String.join(", ", users);
    }
    String queue = reservation.text("queue");
    return queue.isEmpty() ? "nobody" : "queue " + queue;
  }
}
