package io.github.packtrain.cli.command;

import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.tree.Node;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain job wait} and {@code packtrain wait}. */
@Command(
    name = "wait",
    description =
        "Waits until a job has ended: 0 when all its tasks succeeded, 8 when some failed.")
final class WaitCommand implements Callable<Integer> {
  private static final long ROUND_MILLIS = 30_000;
  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();

  @Parameters(paramLabel = "JOB", description = "J42, 42 or last.")
  private String job = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Give up after this long, such as 5m; exit code 7.")
  private String timeout = "";

  @Option(names = "--ignore-failures", description = "End with 0 although tasks failed.")
  private boolean ignoreFailures;

  WaitCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    long limit = timeout.isEmpty() ? 0 : FlagValues.millis("--timeout", timeout);
    try (Connection connection = cli.connect(target, output);
        Interrupt _ =
            Interrupt.run(
                () -> {
                  cli.terminal().say("the job is kept; packtrain wait " + job + " waits again");
                  connection.close();
                })) {
      String id = Ids.job(job, connection.api());
      connection.startWorkers(Connection.WorkerPlan.ONE);
      Node ended =
          new Waiting(connection.api(), limit)
              .await(id, ROUND_MILLIS, _ -> connection.checkWorkers());
      ExitCode exit = Waiting.exitOf(ended);
      if (cli.json(target, output)) {
        cli.terminal().print(ended);
      } else {
        cli.terminal().print(id + " " + Shown.state(ended.text("state")));
        if (exit == ExitCode.FAILED) {
          Aftermath.show(cli.terminal(), connection.api(), ended);
        }
      }
      return exit == ExitCode.FAILED && ignoreFailures ? 0 : exit.number();
    }
  }
}
