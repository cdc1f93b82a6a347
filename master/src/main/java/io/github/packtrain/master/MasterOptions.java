package io.github.packtrain.master;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.master.limit.UserRates;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.model.Rejection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a master runs.
 *
 * @param dataDir everything that it keeps
 * @param host name or address to listen on; beyond loopback everything is TLS
 * @param httpPort for people and tools; 0 for any free one
 * @param grpcPort for workers and clients; 0 for any free one
 * @param hostNames names and addresses by which it is reached, beyond the machine's own
 * @param rates of each user
 * @param connectionsMax to the gRPC port
 * @param logFile whether it writes {@code logs/master.log}
 */
public record MasterOptions(
    Path dataDir,
    String host,
    int httpPort,
    int grpcPort,
    List<String> hostNames,
    ShellOptions shell,
    UserRates rates,
    int connectionsMax,
    boolean logFile) {
  public static final String HOST_DEFAULT = "127.0.0.1";
  public static final int HTTP_PORT_DEFAULT = 7070;
  public static final int GRPC_PORT_DEFAULT = 50051;

  /** 20 000 workers and others. */
  public static final int CONNECTIONS_MAX_DEFAULT = 24_000;

  public static final String PLACEMENT_DEFAULT = "packing";
  public static final long HEARTBEAT_DEFAULT_MILLIS = 10_000;
  public static final long LOST_AFTER_DEFAULT_MILLIS = 30_000;

  public MasterOptions {
    hostNames = List.copyOf(hostNames);
  }

  /** On this machine only, with the usual ports. */
  public static MasterOptions of(Path dataDir) {
    return new MasterOptions(
        dataDir,
        HOST_DEFAULT,
        HTTP_PORT_DEFAULT,
        GRPC_PORT_DEFAULT,
        List.of(),
        ShellOptions.of(
            HEARTBEAT_DEFAULT_MILLIS,
            LOST_AFTER_DEFAULT_MILLIS,
            PlacementChoice.of(PLACEMENT_DEFAULT)),
        UserRates.DEFAULT,
        CONNECTIONS_MAX_DEFAULT,
        true);
  }

  /** 0 for any free port. */
  public MasterOptions withPorts(int newHttpPort, int newGrpcPort) {
    return new MasterOptions(
        dataDir, host, newHttpPort, newGrpcPort, hostNames, shell, rates, connectionsMax, logFile);
  }

  /**
   * Another address.
   *
   * @param newHost name or address to listen on
   * @param newHostNames by which it is reached beyond the machine's own names
   */
  public MasterOptions withHost(String newHost, List<String> newHostNames) {
    return new MasterOptions(
        dataDir, newHost, httpPort, grpcPort, newHostNames, shell, rates, connectionsMax, logFile);
  }

  /** Other times of watching the workers, in milliseconds. */
  public MasterOptions withTimes(long heartbeatMillis, long lostAfterMillis) {
    return withShell(
        ShellOptions.of(heartbeatMillis, lostAfterMillis, shell.policy()).withOwn(shell.own()));
  }

  /** What is wrong with a placement's name or options; empty when nothing is. */
  public static Optional<Rejection> problemOfPlacement(String placement) {
    return Policies.problemOfPlacement(placement);
  }

  /**
   * Another placement of tasks.
   *
   * @param placement one without a {@link #problemOfPlacement}
   */
  public MasterOptions withPlacement(String placement) {
    return withShell(
        ShellOptions.of(
                shell.heartbeatMillis(), shell.lostAfterMillis(), PlacementChoice.of(placement))
            .withOwn(shell.own()));
  }

  /** Users' own policies from the jars of another directory than {@code policies} in the data. */
  public MasterOptions withPolicies(Path directory) {
    return withShell(
        shell.withOwn(
            new ShellOptions.OwnPolicies(Optional.of(directory), shell.own().boundMillis())));
  }

  public MasterOptions withShell(ShellOptions newShell) {
    return new MasterOptions(
        dataDir, host, httpPort, grpcPort, hostNames, newShell, rates, connectionsMax, logFile);
  }

  /** Other bounds on what users may do, and on connections. */
  public MasterOptions withLimits(UserRates newRates, int newConnectionsMax) {
    return new MasterOptions(
        dataDir, host, httpPort, grpcPort, hostNames, shell, newRates, newConnectionsMax, logFile);
  }
}
