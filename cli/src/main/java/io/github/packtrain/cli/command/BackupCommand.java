package io.github.packtrain.cli.command;

import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code packtrain backup}. */
@Command(
    name = "backup",
    description = {
      "Copies the journal of a running master, consistently, to a directory on its machine.",
      "The copy is a data directory: packtrain up --data DIR"
    })
final class BackupCommand implements Callable<Integer> {
  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();

  @Parameters(paramLabel = "DIR", description = "It must not exist, or be empty.")
  private String directory = "";

  BackupCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Path absolute = cli.workingDirectory().resolve(directory).toAbsolutePath().normalize();
    try (Connection connection = cli.connect(target, output)) {
      Node answer =
          connection
              .api()
              .post("/v1/backup", new JsonObject().put("directory", absolute.toString()).node());
      if (cli.json(target, output)) {
        cli.terminal().print(answer);
      } else {
        cli.terminal()
            .print(
                answer.text("directory")
                    + ": "
                    + Quantities.bytes(answer.number("bytes"))
                    + ", up to position "
                    + answer.number("journalPosition"));
      }
      return ExitCode.OK.number();
    }
  }
}
