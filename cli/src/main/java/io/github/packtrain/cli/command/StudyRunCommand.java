package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.embedded.Connector;
import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.spec.JobsFile;
import io.github.packtrain.cli.spec.SpecFile;
import io.github.packtrain.cli.spec.StudyFile;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain study run}. */
@Command(
    name = "run",
    description = {
      "Runs the study of a file to its end, or goes on with it when it was interrupted.",
      "Without a master, one runs with workers for as long as this takes."
    })
final class StudyRunCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 300;
  private static final long OUTAGE_MILLIS = 60_000;
  private static final int BEST_SHOWN = 5;

  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();
  @Mixin private WorkerFlags workers = new WorkerFlags();

  @Parameters(paramLabel = "FILE", description = "A study file (kind: study).")
  private String file = "";

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter of the file.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = {"-d", "--detach"},
      description = "Begin it on a running master and do not wait.")
  private boolean detach;

  StudyRunCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    StudyFile study = read();
    var settings = cli.settings(target, output);
    if (detach && Connector.find(settings).isEmpty()) {
      throw Failure.usage(
          "detach",
          "no master runs that could go on with the study",
          "without one, a study runs in this process and ends with it",
          "start one with  packtrain up  or leave out --detach");
    }
    Connection.WorkerPlan plan = workers.plan();
    try (Connection connection = new Connector(cli.starter()).connect(settings);
        Interrupt _ = Interrupt.run(() -> interrupted(connection, study))) {
      Node begun = begin(connection, study, plan);
      if (detach) {
        cli.terminal().print(study.name() + " " + begun.text("state"));
        return ExitCode.OK.number();
      }
      Node ended = await(connection, study.name());
      return report(connection, ended);
    }
  }

  private StudyFile read() {
    SpecFile spec =
        SpecFile.read(Path.of(file), FlagValues.pairs("--set", sets), cli.workingDirectory());
    return switch (spec) {
      case StudyFile study -> study;
      case JobFile job ->
          throw Failure.usage(
              "kind",
              file + " describes the job '" + job.name() + "', not a study",
              "a study has a space to search and an objective",
              "packtrain submit -f " + file);
      case JobsFile jobs ->
          throw Failure.usage(
              "kind",
              file + " describes " + Shown.count(jobs.jobs().size(), "job") + ", not a study",
              "a study has a space to search and an objective",
              "packtrain submit -f " + file);
    };
  }

  private Node begin(Connection connection, StudyFile study, Connection.WorkerPlan plan) {
    Terminal terminal = cli.terminal();
    Node begun = connection.api().post("/v1/studies", study.request());
    String where =
        connection.isEmbedded()
            ? Shown.count(plan.count(), "worker") + " on this machine"
            : "master at " + connection.api().endpoint();
    if (begun.flag("fresh")) {
      terminal.say(study.name() + ": begins, " + where);
    } else if (begun.text("state").equals("ended")) {
      terminal.say(study.name() + " has ended already");
      return begun;
    } else {
      terminal.say(
          study.name()
              + ": goes on after "
              + Shown.count(StudyTable.ended(begun), "trial")
              + ", "
              + where);
    }
    connection.startWorkers(plan);
    return begun.text("state").equals("paused")
        ? connection
            .api()
            .post(MasterApi.path("/v1/studies/%s:resume", study.name()), new JsonObject().node())
        : begun;
  }

  private Node await(Connection connection, String name) {
    MasterApi api = connection.api();
    StudyProgress progress = new StudyProgress(cli.terminal(), System.currentTimeMillis());
    TrialFeed feed = new TrialFeed(api, name);
    boolean live = cli.terminal().isLive();
    long outage = 0;
    try {
      while (true) {
        try {
          Node study = api.get(MasterApi.path("/v1/studies/%s", name));
          outage = 0;
          if (study.text("state").equals("ended")) {
            return study;
          }
          progress.show(study, live ? feed.running() : List.of(), System.currentTimeMillis());
        } catch (Failure e) {
          outage += POLL_MILLIS;
          if (e.exit() != ExitCode.UNREACHABLE
              || outage > OUTAGE_MILLIS
              || connection.isEmbedded()) {
            throw e;
          }
        }
        connection.checkWorkers();
        Waiting.sleep(POLL_MILLIS);
      }
    } finally {
      progress.end();
    }
  }

  private int report(Connection connection, Node study) {
    Terminal terminal = cli.terminal();
    String name = study.text("spec.name");
    Node best = StudyCommands.best(connection.api(), name, BEST_SHOWN);
    if (cli.json(target, output)) {
      terminal.print(best);
    } else {
      List<Node> trials = best.items("trials");
      if (trials.isEmpty()) {
        terminal.say("no trial completed");
      } else {
        cli.print(StudyTable.trials(trials, false));
      }
      String detail = study.text("endDetail");
      terminal.print(
          name
              + " ended: "
              + (detail.isEmpty() ? study.text("endReason") : detail)
              + ", after "
              + Shown.count(StudyTable.ended(study), "trial")
              + tookText(study));
      terminal.say(
          "  results: packtrain study best "
              + name
              + " -o json     all: packtrain study trials "
              + name);
      if (connection.isEmbedded()) {
        terminal.say("  kept in  " + cli.settings(target, output).dataDirectory());
      }
    }
    return switch (study.text("endReason")) {
      case "FAILED" -> ExitCode.FAILED.number();
      case "STOPPED" -> ExitCode.CANCELLED.number();
      default -> ExitCode.OK.number();
    };
  }

  private static String tookText(Node study) {
    var begin = Shown.millis(study, "createdAt");
    var end = Shown.millis(study, "endedAt");
    return begin.isPresent() && end.isPresent()
        ? " and " + Quantities.duration(end.getAsLong() - begin.getAsLong())
        : "";
  }

  private void interrupted(Connection connection, StudyFile study) {
    String again = "packtrain study run " + file;
    if (connection.isEmbedded()) {
      cli.terminal().say("interrupted; everything is kept. The same command goes on: " + again);
      connection.close();
    } else {
      cli.terminal()
          .say(
              "detached; "
                  + study.name()
                  + " goes on. "
                  + again
                  + "  watches it again, packtrain study stop "
                  + study.name()
                  + "  ends it");
    }
  }
}
