package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Flags;
import io.github.packtrain.cli.api.Setting;
import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.embedded.MasterFlags;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.master.MasterOptions;
import io.github.packtrain.master.limit.UserRates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a master that stays listens. */
final class ListenFlags {
  private static final int HTTP_PORT = 7070;
  private static final int GRPC_PORT = 50051;
  private static final long HEARTBEAT_MIN_MILLIS = 1_000;
  private static final long HEARTBEATS_MIN = 3;
  private static final long LOST_MAX_MILLIS = 86_400_000;

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
      names = "--heartbeat",
      paramLabel = "DURATION",
      description = "How often workers speak (PACKTRAIN_HEARTBEAT); default 10s, at least 1s.")
  private String heartbeat = "";

  @Option(
      names = "--lost-after",
      paramLabel = "DURATION",
      description =
          "Silence after which a worker is lost and its tasks run elsewhere"
              + " (PACKTRAIN_LOST_AFTER); default 30s, at least three heartbeats.")
  private String lostAfter = "";

  @Option(
      names = "--user-requests",
      paramLabel = "N",
      description =
          "Requests that each user may send in a second (PACKTRAIN_USER_REQUESTS); default 20000.")
  private String requests = "";

  @Option(
      names = "--user-tasks",
      paramLabel = "N",
      description =
          "Tasks that each user may submit in a second (PACKTRAIN_USER_TASKS); default 500000.")
  private String tasks = "";

  @Option(
      names = "--placement",
      paramLabel = "NAME",
      description = "Where tasks go (PACKTRAIN_PLACEMENT), such as packing, the default.")
  private String placement = "";

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description =
          "Jars of policies of your own (PACKTRAIN_POLICIES); default policies in the data"
              + " directory.")
  private String policies = "";

  MasterFlags flags(Cli cli) {
    Settings settings =
        Settings.resolve(
            new Flags("", data, "", ""),
            new Settings.OfMaster(heartbeat, lostAfter, requests, tasks, placement, policies),
            cli.environment());
    Path directory = settings.dataDirectory();
    long heartbeatMillis = FlagValues.millis("--heartbeat", settings.heartbeat().value());
    long lostAfterMillis = FlagValues.millis("--lost-after", settings.lostAfter().value());
    requireTimes(settings, heartbeatMillis, lostAfterMillis);
    return new MasterFlags(
        directory,
        host,
        httpPort,
        grpcPort,
        hostNames,
        heartbeatMillis,
        lostAfterMillis,
        new UserRates(
            atLeastOne("--user-requests", settings.userRequests()),
            atLeastOne("--user-tasks", settings.userTasks())),
        placement(settings.placement()),
        settings.policies().isSet()
            ? Optional.of(Path.of(settings.policies().value()))
            : Optional.empty());
  }

  /** A single late heartbeat must not make a worker lost. */
  private static void requireTimes(Settings settings, long heartbeatMillis, long lostAfterMillis) {
    if (heartbeatMillis < HEARTBEAT_MIN_MILLIS) {
      throw new Failure(
          ExitCode.USAGE,
          "USAGE.heartbeat",
          "a heartbeat of " + settings.heartbeat().value() + " is too short",
          "workers speak at most once a second; it comes from " + settings.heartbeat().source(),
          "use --heartbeat 1s or more");
    }
    if (lostAfterMillis < HEARTBEATS_MIN * heartbeatMillis || lostAfterMillis > LOST_MAX_MILLIS) {
      throw new Failure(
          ExitCode.USAGE,
          "USAGE.lost_after",
          "workers cannot be lost after " + settings.lostAfter().value(),
          "with a heartbeat of "
              + settings.heartbeat().value()
              + " it must be three heartbeats at least, and a day at most; it comes from "
              + settings.lostAfter().source(),
          "use --lost-after "
              + Quantities.duration(HEARTBEATS_MIN * heartbeatMillis)
              + ", or another --heartbeat");
    }
  }

  private static String placement(Setting setting) {
    MasterOptions.problemOfPlacement(setting.value()).ifPresent(FlagValues::refuse);
    return setting.value();
  }

  private static int atLeastOne(String flag, Setting setting) {
    String digits = setting.value().strip();
    if (!digits.matches("[1-9][0-9]{0,8}")) {
      throw Failure.usage(
          "value",
          flag + ": '" + setting.value() + "' is not a positive number",
          "it comes from " + setting.source(),
          "write a number from 1 to 999999999, or leave it out");
    }
    return Integer.parseInt(digits);
  }

  static List<String> greeting(MasterFlags flags, EmbeddedMaster master) {
    return List.of(
        "packtrain master   data " + flags.dataDirectory(),
        "  http  " + master.endpoint().http(),
        "  grpc  " + master.endpoint().grpc());
  }
}
