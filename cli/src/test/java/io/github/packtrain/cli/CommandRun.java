package io.github.packtrain.cli;

import io.github.packtrain.cli.command.Cli;
import io.github.packtrain.cli.command.Packtrain;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command did.
 *
 * @param exit its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record CommandRun(int exit, String out, String err) {
  private static final EmbeddedMaster.Starter NONE =
      _ -> {
        throw new Failure(ExitCode.ERROR, "TEST", "this test has no embedded master", "", "");
      };

  /** Runs a command against a fake master; {@code home} stands in for the user's. */
  public static CommandRun against(FakeMaster master, Path home, String... args) {
    Map<String, String> environment = environment(home);
    environment.put("PACKTRAIN_MASTER", master.address());
    environment.put("PACKTRAIN_TOKEN", "secret");
    return run(environment, home, NONE, args);
  }

  /** Runs a command that is told nothing about a master. */
  public static CommandRun alone(Path home, String... args) {
    return run(environment(home), home, NONE, args);
  }

  /** Runs a command that may start a master. */
  public static CommandRun embedded(EmbeddedMaster.Starter starter, Path home, String... args) {
    return run(environment(home), home, starter, args);
  }

  /** Runs a command in this environment. */
  public static CommandRun run(
      Map<String, String> environment,
      Path directory,
      EmbeddedMaster.Starter starter,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0,
            0,
            false);
    int exit = Packtrain.run(new Cli(terminal, environment, directory, starter), args);
    return new CommandRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** An environment whose files are below {@code home}. */
  public static Map<String, String> environment(Path home) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOME", home.toString());
    return environment;
  }
}
