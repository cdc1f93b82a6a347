package io.github.packtrain.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code packtrain} command. */
@Command(
    name = "packtrain",
    description = "Packs ML work onto machines and gets it through.",
    subcommands = Main.Version.class)
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Command(name = "version", description = "Print the version.")
  static final class Version implements Callable<Integer> {
    @Override
    public Integer call() {
      System.out.println("packtrain 0.1.0-SNAPSHOT");
      return 0;
    }
  }
}
