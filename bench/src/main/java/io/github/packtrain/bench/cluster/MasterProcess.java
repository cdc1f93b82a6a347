package io.github.packtrain.bench.cluster;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.master.Master;
import io.github.packtrain.master.MasterOptions;
import io.github.packtrain.master.MasterStartException;
import io.github.packtrain.master.shell.ShellOptions;
import java.nio.file.Path;
import java.util.List;

/** A master as a process of its own, with times that suit a test. */
public final class MasterProcess {
  /** System property: a snapshot after so many events. */
  public static final String SNAPSHOT_EVENTS = "packtrain.bench.snapshotEvents";

  private MasterProcess() {}

  /**
   * Arguments: data directory, HTTP port, gRPC port, heartbeat and lost-after in milliseconds;
   * then, if not on loopback, the address to listen on and the names by which it is reached.
   */
  public static void main(String[] args) throws InterruptedException, MasterStartException {
    ShellOptions shell =
        new ShellOptions(
            Long.parseLong(args[3]),
            Long.parseLong(args[4]),
            PlacementChoice.BEST_FIT,
            ShellOptions.PLACEMENTS_MAX_DEFAULT,
            Long.getLong(SNAPSHOT_EVENTS, ShellOptions.SNAPSHOT_EVENTS_DEFAULT),
            ShellOptions.SNAPSHOT_DEFAULT_MILLIS);
    MasterOptions options =
        MasterOptions.of(Path.of(args[0]))
            .withPorts(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
            .withShell(shell);
    if (args.length > 5) {
      options = options.withHost(args[5], List.of(args).subList(6, args.length));
    }
    try (Master master = Master.start(options)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(master::close));
      master.awaitStop();
    }
  }
}
