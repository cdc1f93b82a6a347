package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.Node;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain job logs} and {@code packtrain logs}. */
@Command(name = "logs", description = "The output of a task, from its worker.")
final class LogsCommand implements Callable<Integer> {
  private static final long TAIL_BYTES = 64 * 1024;
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
      Optional<Path> kept =
          connection.findKeptOutput(id.job() + "/" + id.index(), id.attempt(), stderr);
      if (kept.isPresent()) {
        copy(kept.get(), out);
        return ExitCode.OK.number();
      }
      connection.api().stream(
          path(id, stderr, follow, all),
          data -> {
            byte[] bytes = bytes(data);
            out.write(bytes, 0, bytes.length);
            out.flush();
            if (!data.text("note").isEmpty()) {
              cli.terminal().say(data.text("note"));
            }
          });
      return ExitCode.OK.number();
    }
  }

  private void copy(Path file, PrintStream out) {
    try (SeekableByteChannel input = Files.newByteChannel(file)) {
      input.position(all ? 0 : Math.max(0, input.size() - TAIL_BYTES));
      Channels.newInputStream(input).transferTo(out);
      out.flush();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ERROR,
          "LOG_NOT_READABLE",
          "cannot read " + file,
          String.valueOf(e.getMessage()),
          "check its permissions");
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
