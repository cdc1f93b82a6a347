package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain study …}, the short ones. */
final class StudyCommands {
  private static final int LIST_MAX = 100_000;

  private StudyCommands() {}

  @Command(
      name = "study",
      aliases = "studies",
      description = "Searches: run, list, show, best, trials, stop, pause, resume.",
      subcommands = {
        StudyRunCommand.class,
        ListStudies.class,
        Show.class,
        Best.class,
        Trials.class,
        Stop.class,
        Pause.class,
        Resume.class
      })
  static final class Study {}

  @Command(name = "list", aliases = "ls", description = "All studies.")
  static final class ListStudies implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    ListStudies(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        List<Node> studies = connection.api().list("/v1/studies", "studies", LIST_MAX);
        if (cli.json(target, output)) {
          cli.terminal().print(new JsonObject().put("studies", studies).node());
        } else if (studies.isEmpty()) {
          cli.terminal().say("there are no studies");
        } else {
          cli.print(StudyTable.studies(studies, Instant.now()));
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "show", description = "How a study stands.")
  static final class Show implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "STUDY", description = "Its name.")
    private String study = "";

    Show(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Node found = connection.api().get(MasterApi.path("/v1/studies/%s", study));
        if (cli.json(target, output)) {
          cli.terminal().print(found);
        } else {
          StudyTable.lines(found, Instant.now()).forEach(cli.terminal()::print);
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "best", description = "The best candidates, best first.")
  static final class Best implements Callable<Integer> {
    private static final int SHOWN_DEFAULT = 10;
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "STUDY", description = "Its name.")
    private String study = "";

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many; default ${DEFAULT-VALUE}.")
    private int limit = SHOWN_DEFAULT;

    Best(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        Node best = best(connection.api(), study, limit);
        if (cli.json(target, output)) {
          cli.terminal().print(best);
        } else {
          Table table = StudyTable.trials(best.items("trials"), false);
          if (table.isEmpty()) {
            cli.terminal().say("no trial of " + study + " has completed yet");
          } else {
            cli.print(table);
          }
        }
        return ExitCode.OK.number();
      }
    }
  }

  static Node best(MasterApi api, String study, int limit) {
    return api.get(MasterApi.path("/v1/studies/%s/best", study) + MasterApi.query("limit", limit));
  }

  @Command(name = "trials", description = "All trials, in the order of their numbers.")
  static final class Trials implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "STUDY", description = "Its name.")
    private String study = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many at most.")
    private int limit = LIST_MAX;

    Trials(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        String path = MasterApi.path("/v1/studies/%s/trials", study);
        List<Node> trials = connection.api().list(path, "trials", Math.clamp(limit, 1, LIST_MAX));
        if (cli.json(target, output)) {
          cli.terminal().print(new JsonObject().put("trials", trials).node());
        } else if (trials.isEmpty()) {
          cli.terminal().say(study + " has no trials yet");
        } else {
          cli.print(StudyTable.trials(trials, true));
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "stop", description = "Ends a study; its running trials are cancelled.")
  static final class Stop implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "STUDY", description = "Its name.")
    private String study = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the study.")
    private String reason = "";

    Stop(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return change(cli, target, output, study, "stop", new JsonObject().put("reason", reason));
    }
  }

  @Command(name = "pause", description = "Suggests no more trials; those that run finish.")
  static final class Pause implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "STUDY", description = "Its name.")
    private String study = "";

    Pause(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return change(cli, target, output, study, "pause", new JsonObject());
    }
  }

  @Command(name = "resume", description = "Goes on with a paused study.")
  static final class Resume implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "STUDY", description = "Its name.")
    private String study = "";

    Resume(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return change(cli, target, output, study, "resume", new JsonObject());
    }
  }

  private static int change(
      Cli cli, TargetFlags target, OutputFlag output, String study, String verb, JsonObject body) {
    try (Connection connection = cli.connect(target, output)) {
      String path = MasterApi.path("/v1/studies/%s:" + verb, study);
      Node answer = connection.api().post(path, body.node());
      if (cli.json(target, output)) {
        cli.terminal().print(answer);
      } else {
        cli.terminal().print(study + " " + answer.text("state"));
      }
      return ExitCode.OK.number();
    }
  }
}
