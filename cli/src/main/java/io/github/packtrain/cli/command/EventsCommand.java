package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code packtrain events}. */
@Command(name = "events", description = "What happened, or what happens, a line each.")
final class EventsCommand implements Callable<Integer> {
  private static final long SHOWN_DEFAULT = 1_000;
  private static final long OUTAGE_MILLIS = 60_000;
  private static final long PAUSE_MILLIS = 500;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens from now on.")
  private boolean follow;

  @Option(names = "--job", paramLabel = "JOB", description = "Only of this job: J42, 42 or last.")
  private String job = "";

  @Option(names = "--worker", paramLabel = "WORKER", description = "Only of this worker.")
  private String worker = "";

  @Option(names = "--study", paramLabel = "STUDY", description = "Only of this study.")
  private String study = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only of these types, such as task-ended, or ended for whatever ended.")
  private List<String> types = List.of();

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "What follows the event of this number; negative: so many before the last.")
  private @Nullable Long after;

  private boolean json;
  private String next = "";

  EventsCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    List<String> wanted = EventTypes.named(types);
    json = cli.json(target, output);
    try (Connection connection = cli.connect(target, output)) {
      next = first(connection.api());
      if (follow) {
        follow(connection.api(), wanted);
      } else {
        connection.api().stream(path(wanted), this::print);
      }
      return ExitCode.OK.number();
    }
  }

  /** Where to begin: a number, so that nothing is missed when the connection is lost. */
  private String first(MasterApi api) {
    if (after != null) {
      return Long.toString(after);
    }
    if (follow) {
      return api.get("/v1/status").text("journalPosition");
    }
    boolean everything = job.isEmpty() && worker.isEmpty() && study.isEmpty() && types.isEmpty();
    return everything ? Long.toString(-SHOWN_DEFAULT) : "";
  }

  /** Over restarts of the master, for as long as one is back within a minute. */
  private void follow(MasterApi api, List<String> wanted) {
    long outage = 0;
    while (true) {
      String before = next;
      try {
        api.stream(path(wanted), this::print);
      } catch (Failure e) {
        if (!isPassing(e) || outage > OUTAGE_MILLIS) {
          throw e;
        }
        if (outage == 0) {
          cli.terminal().say("(" + e.message() + "; waiting for it)");
        }
      }
      outage = next.equals(before) ? outage + PAUSE_MILLIS : PAUSE_MILLIS;
      Waiting.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean isPassing(Failure e) {
    return e.exit() == ExitCode.UNREACHABLE || e.code().equals("MASTER_STOPPING");
  }

  private String path(List<String> wanted) {
    StringBuilder query =
        new StringBuilder(
            MasterApi.query(
                "after", next,
                "untilNow", follow ? "" : "true",
                "job", job,
                "worker", worker,
                "study", study));
    for (String type : wanted) {
      query.append(query.isEmpty() ? '?' : '&').append("types=").append(type);
    }
    return "/v1/events" + query;
  }

  private void print(Node event) {
    next = event.text("number");
    if (json) {
      cli.terminal().print(JsonText.compact(event));
      return;
    }
    String at = event.text("at");
    String time =
        at.isEmpty()
            ? " ".repeat(14)
            : TIME.format(Instant.parse(at).atZone(ZoneId.systemDefault()));
    cli.terminal().print("%6s  %s  %s".formatted(next, time, event.text("text")));
  }
}
