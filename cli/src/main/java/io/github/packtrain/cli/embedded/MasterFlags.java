package io.github.packtrain.cli.embedded;

import io.github.packtrain.master.MasterOptions;
import io.github.packtrain.master.limit.UserRates;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a master is started.
 *
 * @param dataDirectory holds its journal, its tokens and how it is reached
 * @param host address to listen on; beyond loopback it uses TLS
 * @param httpPort 0 for any free one
 * @param grpcPort 0 for any free one
 * @param heartbeatMillis how often workers speak
 * @param lostAfterMillis silence after which a worker is lost
 * @param hostNames by which it is reached, beyond {@code localhost} and addresses
 * @param rates what each user may do in a second
 * @param placement where tasks go
 * @param policies directory of policies of users; empty for that of the data directory
 */
public record MasterFlags(
    Path dataDirectory,
    String host,
    int httpPort,
    int grpcPort,
    List<String> hostNames,
    long heartbeatMillis,
    long lostAfterMillis,
    UserRates rates,
    String placement,
    Optional<Path> policies) {
  /** Loopback. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Copies {@code hostNames}. */
  public MasterFlags {
    hostNames = List.copyOf(hostNames);
  }

  /** For the time of a command: loopback and free ports. */
  public static MasterFlags embedded(Path dataDirectory) {
    return new MasterFlags(
        dataDirectory,
        LOOPBACK,
        0,
        0,
        List.of(),
        MasterOptions.HEARTBEAT_DEFAULT_MILLIS,
        MasterOptions.LOST_AFTER_DEFAULT_MILLIS,
        UserRates.DEFAULT,
        MasterOptions.PLACEMENT_DEFAULT,
        Optional.empty());
  }
}
