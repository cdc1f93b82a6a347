package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Flags;
import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.embedded.MasterFlags;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.master.limit.UserRates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a master that stays listens. */
final class ListenFlags {
  private static final int HTTP_PORT = 7070;
  private static final int GRPC_PORT = 50051;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory (PACKTRAIN_DATA); default ~/.local/share/packtrain/default.")
  private String data = "";

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on; default ${DEFAULT-VALUE}. Beyond loopback with TLS.")
  private String host = MasterFlags.LOOPBACK;

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = "A name by which it is reached; may be repeated.")
  private List<String> hostNames = new ArrayList<>();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "For people and tools; 0 for any free one. Default ${DEFAULT-VALUE}.")
  private int httpPort = HTTP_PORT;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "For workers and clients; 0 for any free one. Default ${DEFAULT-VALUE}.")
  private int grpcPort = GRPC_PORT;

  @Option(
      names = "--user-requests",
      paramLabel = "N",
      description = "Requests that each user may send in a second; default 20000.")
  private int requests = UserRates.DEFAULT.requestsPerSecond();

  @Option(
      names = "--user-tasks",
      paramLabel = "N",
      description = "Tasks that each user may submit in a second; default 500000.")
  private int tasks = UserRates.DEFAULT.tasksPerSecond();

  MasterFlags flags(Cli cli) {
    Settings settings = Settings.resolve(new Flags("", data, "", ""), cli.environment());
    Path directory = settings.dataDirectory();
    return new MasterFlags(
        directory,
        host,
        httpPort,
        grpcPort,
        hostNames,
        new UserRates(atLeastOne("--user-requests", requests), atLeastOne("--user-tasks", tasks)));
  }

  private static int atLeastOne(String flag, int number) {
    if (number < 1) {
      throw Failure.usage("value", flag + ": " + number + " is too little", "write 1 or more");
    }
    return number;
  }

  static List<String> greeting(MasterFlags flags, EmbeddedMaster master) {
    return List.of(
        "packtrain master   data " + flags.dataDirectory(),
        "  http  " + master.endpoint().http(),
        "  grpc  " + master.endpoint().grpc());
  }
}
