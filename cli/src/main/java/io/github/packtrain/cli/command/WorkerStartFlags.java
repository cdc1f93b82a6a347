package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Flags;
import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.worker.WorkerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags of a worker; the worker itself reads and checks them. */
final class WorkerStartFlags {
  @Option(
      names = "--master",
      paramLabel = "HOST:PORT",
      description = "Where the master listens for workers; its gRPC port.")
  private String master = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Unique among the workers; default the host's name.")
  private String name = "";

  @Option(names = "--dir", paramLabel = "DIR", description = "Its own directory.")
  private String directory = "";

  @Option(
      names = "--gpus",
      paramLabel = "SPEC",
      description = "all, none, or simulated ones such as sim:4xA100-80GB.")
  private String gpus = "";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Cores to offer; default what is found.")
  private String cpus = "";

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory to offer; default what is found.")
  private String memory = "";

  @Option(
      names = "--labels",
      paramLabel = "K=V",
      split = ",",
      description = "For jobs that ask for them.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--join", paramLabel = "TOKEN", description = "The master's join token.")
  private String join = "";

  @Option(names = "--token-file", paramLabel = "FILE", description = "File of the join token.")
  private String tokenFile = "";

  @Option(
      names = "--task-user",
      paramLabel = "NAME",
      description = "Account that commands run under, when the worker is root.")
  private String taskUser = "";

  @Option(names = "--handlers-only", description = "Run no commands, only handlers.")
  private boolean handlersOnly;

  @Option(names = "--stop-with-parent", description = "End when standard input ends.")
  private boolean stopWithParent;

  boolean isGiven() {
    return !arguments().isEmpty();
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--master", master);
    add(arguments, "--name", name);
    add(arguments, "--dir", directory);
    add(arguments, "--gpus", gpus);
    add(arguments, "--cpus", cpus);
    add(arguments, "--memory", memory);
    add(arguments, "--labels", String.join(",", labels));
    add(arguments, "--join", join);
    add(arguments, "--token-file", tokenFile);
    add(arguments, "--task-user", taskUser);
    if (handlersOnly) {
      arguments.add("--handlers-only");
    }
    if (stopWithParent) {
      arguments.add("--stop-with-parent");
    }
    return arguments;
  }

  /** With what the environment or the configuration file says where no flag does. */
  List<String> arguments(Map<String, String> environment) {
    List<String> arguments = arguments();
    if (taskUser.isEmpty()) {
      Settings settings = Settings.resolve(new Flags("", "", "", ""), environment);
      add(arguments, "--task-user", settings.taskUser().value());
    }
    return arguments;
  }

  int start(Cli cli) {
    String where =
        directory.isEmpty() ? "its directory, ~/.local/share/packtrain/workers/NAME" : directory;
    cli.terminal().say("packtrain worker   log worker.log in " + where);
    cli.terminal()
        .say("  Ctrl-C ends it and its tasks; after TERM commands run on for its next start");
    return WorkerMain.run(arguments(cli.environment()));
  }

  private static void add(List<String> arguments, String flag, String value) {
    if (!value.isEmpty()) {
      arguments.add(flag);
      arguments.add(value);
    }
  }
}
