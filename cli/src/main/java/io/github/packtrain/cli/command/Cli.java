package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.embedded.Connector;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every command is given.
 *
 * @param terminal where it speaks
 * @param environment variables of the process
 * @param workingDirectory what relative paths are relative to
 * @param starter starts a master in this process
 */
public record Cli(
    Terminal terminal,
    Map<String, String> environment,
    Path workingDirectory,
    EmbeddedMaster.Starter starter) {

  /** Copies {@code environment}. */
  public Cli {
    environment = Map.copyOf(environment);
  }

  Settings settings(TargetFlags target, OutputFlag output) {
    return Settings.resolve(target.flags(output), environment);
  }

  /** To read or to submit. */
  Connection connect(TargetFlags target, OutputFlag output) {
    return new Connector(starter).connect(settings(target, output));
  }

  /** Whether results are wanted as JSON. */
  boolean json(TargetFlags target, OutputFlag output) {
    return settings(target, output).output().value().equals("json");
  }

  void print(Table table) {
    table.lines(terminal.outWidth()).forEach(terminal::print);
  }
}
