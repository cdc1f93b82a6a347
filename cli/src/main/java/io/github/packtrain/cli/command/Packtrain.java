package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The tree of commands, and how each ends. */
@Command(
    name = "packtrain",
    description = "Packs ML work onto machines and gets it through.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      SubmitCommand.class,
      RunCommand.class,
      JobCommands.Ps.class,
      JobCommands.Job.class,
      TaskCommands.Task.class,
      StudyCommands.Study.class,
      ExplainCommand.class,
      WaitCommand.class,
      LogsCommand.class,
      EventsCommand.class,
      WorkerCommands.Worker.class,
      PolicyCommands.Policy.class,
      StatsCommand.class,
      ReservationCommands.ReservationGroup.class,
      MasterCommand.class,
      BackupCommand.class,
      TokenCommands.TokenGroup.class,
      ConfigCommands.Config.class,
      SpecCommands.Spec.class,
      SimCommands.Sim.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class Packtrain {
  private Packtrain() {}

  /**
   * Runs one command.
   *
   * @return its exit code
   */
  public static int run(Cli cli, String... args) {
    CommandLine line = commandLine(cli);
    try {
      return line.execute(args);
    } catch (Failure e) {
      // Thrown while the failure of another was reported, such as by a damaged configuration file.
      cli.terminal().say(e);
      return e.exit().number();
    }
  }

  /** The commands, ready to parse. */
  static CommandLine commandLine(Cli cli) {
    CommandLine line = new CommandLine(new Packtrain(), new CommandFactory(cli));
    line.setOut(new PrintWriter(cli.terminal().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(cli.terminal().err(), true, StandardCharsets.UTF_8));
    prepare(line, cli);
    line.setParameterExceptionHandler(
        (e, _) -> report(cli, UsageMistake.failure(e), UsageMistake.wantsJson(e)));
    line.setExecutionExceptionHandler((e, _, result) -> failed(cli, e, result));
    line.setExecutionStrategy(result -> execute(cli, result));
    return line;
  }

  private static void prepare(CommandLine line, Cli cli) {
    CommandSpec spec = line.getCommandSpec();
    String name = spec.qualifiedName();
    // What follows the program is the program's own.
    boolean takesCommand = name.equals("packtrain submit") || name.equals("packtrain run");
    line.setStopAtPositional(takesCommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    spec.usageMessage()
        .width(cli.terminal().outWidth() > 0 ? Math.max(60, cli.terminal().outWidth()) : 100);
    if (!spec.optionsMap().containsKey("--help")) {
      spec.addOption(
          CommandLine.Model.OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help.")
              .build());
    }
    line.getSubcommands().values().forEach(below -> prepare(below, cli));
  }

  /** A command that only has commands below it shows its help. */
  private static int execute(Cli cli, ParseResult result) {
    Integer help = CommandLine.executeHelpRequest(result);
    if (help != null) {
      return help;
    }
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine line = last.commandSpec().commandLine();
    if (!(line.getCommand() instanceof java.util.concurrent.Callable)
        && !(line.getCommand() instanceof Runnable)) {
      line.usage(line.getErr());
      return ExitCode.USAGE.number();
    }
    Optional<Failure> empty = UsageMistake.findEmpty(last);
    if (empty.isPresent()) {
      return report(cli, empty.get(), UsageMistake.wantsJson(result, cli));
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int failed(Cli cli, Exception e, ParseResult result) {
    if (Interrupt.hasHappened()) {
      return ExitCode.INTERRUPTED.number();
    }
    Failure failure =
        e instanceof Failure known
            ? known
            : new Failure(
                ExitCode.ERROR,
                "INTERNAL",
                "packtrain made a mistake: " + e,
                trace(e),
                "please report it with the lines above");
    return report(cli, failure, UsageMistake.wantsJson(result, cli));
  }

  /** With {@code -o json} stdout has one JSON document whatever happens: here the error. */
  private static int report(Cli cli, Failure failure, boolean json) {
    if (json) {
      cli.terminal().print(failure.json());
    }
    cli.terminal().say(failure);
    return failure.exit().number();
  }

  private static String trace(Exception e) {
    StringBuilder lines = new StringBuilder();
    StackTraceElement[] trace = e.getStackTrace();
    for (int i = 0; i < Math.min(8, trace.length); i++) {
      lines.append("at ").append(trace[i]).append('\n');
    }
    return lines.toString();
  }
}
