package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code packtrain version}. */
@Command(name = "version", description = "The version of this program.")
final class VersionCommand implements Callable<Integer> {
  private final Cli cli;

  VersionCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.terminal().print("packtrain 0.1.0-SNAPSHOT");
    return ExitCode.OK.number();
  }
}
