package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Flags;
import picocli.CommandLine.Option;

/** Which master. */
final class TargetFlags {
  @Option(
      names = "--master",
      paramLabel = "HOST:PORT",
      description =
          "The master to ask (PACKTRAIN_MASTER); without one, that of the data directory.")
  private String master = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory on this machine (PACKTRAIN_DATA); default"
              + " ~/.local/share/packtrain/default.")
  private String data = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File of the token (PACKTRAIN_TOKEN_FILE, PACKTRAIN_TOKEN).")
  private String tokenFile = "";

  Flags flags(OutputFlag output) {
    return new Flags(master, data, tokenFile, output.value());
  }
}
