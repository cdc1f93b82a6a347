package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.tree.Node;
import java.io.PrintStream;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain job logs} and {@code packtrain logs}. */
@Command(name = "logs", description = "The output of a task, from its worker.")
final class LogsCommand implements Callable<Integer> {
  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();

  @Parameters(
      paramLabel = "TASK",
      description = "J42/17, or a job for its first task; J42/17.2 for an attempt.")
  private String task = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the attempt ends.")
  private boolean follow;

  @Option(names = "--stderr", description = "Its stderr; default its stdout.")
  private boolean stderr;

  @Option(names = "--all", description = "From the beginning; default the last 64 KiB.")
  private boolean all;

  LogsCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (Connection connection = cli.connect(target, OutputFlag.NONE)) {
      Ids.Task id = Ids.task(task, connection.api());
      PrintStream out = cli.terminal().out();
      connection.api().stream(
          path(id, stderr, follow, all),
          data -> {
            byte[] bytes = bytes(data);
            out.write(bytes, 0, bytes.length);
            out.flush();
          });
      return ExitCode.OK.number();
    }
  }

  static String path(Ids.Task task, boolean stderr, boolean follow, boolean fromBeginning) {
    return MasterApi.path("/v1/jobs/%s/tasks/%s/log", task.job(), task.index())
        + MasterApi.query(
            "stderr", stderr ? "true" : "",
            "follow", follow ? "true" : "",
            "offset", fromBeginning ? "0" : "",
            "attempt", task.attempt() == 0 ? "" : task.attempt());
  }

  static byte[] bytes(Node data) {
    return Base64.getDecoder().decode(data.text("data"));
  }
}
