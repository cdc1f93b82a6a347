package io.github.packtrain.cli;

import io.github.packtrain.cli.command.Cli;
import io.github.packtrain.cli.command.Packtrain;
import io.github.packtrain.cli.embedded.LocalMaster;
import io.github.packtrain.cli.terminal.Terminal;
import java.nio.file.Path;

/** The {@code packtrain} command; where everything is wired. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess(System.getenv());
    Cli cli = new Cli(terminal, System.getenv(), Path.of("").toAbsolutePath(), LocalMaster::start);
    System.exit(Packtrain.run(cli, args));
  }
}
