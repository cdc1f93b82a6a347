package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.Endpoint;
import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the master that a command means: the one that was named, else the one that runs on the data
 * directory, else one that is started for the time of the command.
 */
public final class Connector {
  private static final String IN_USE = "DATA_DIR_IN_USE";
  private static final int TRIES = 20;
  private static final long RETRY_MILLIS = 250;

  private final EmbeddedMaster.Starter starter;

  /**
   * @param starter starts a master in this process
   */
  public Connector(EmbeddedMaster.Starter starter) {
    this.starter = starter;
  }

  /** The master; one that is started for this has no workers yet. */
  public Connection connect(Settings settings) {
    return find(settings).orElseGet(() -> startOrFind(settings));
  }

  /** A master that was named or that runs on the data directory. */
  public static Optional<Connection> find(Settings settings) {
    if (settings.master().isSet()) {
      String token = settings.namedToken();
      Path local = settings.dataDirectory();
      Optional<Endpoint> sameHost =
          token.isEmpty() ? Endpoint.findLocal(local, "") : Optional.empty();
      Endpoint named = Endpoint.named(settings.master().value(), token);
      Endpoint endpoint = sameHost.filter(found -> found.http().equals(named.http())).orElse(named);
      return Optional.of(remote(endpoint));
    }
    Optional<Endpoint> running =
        Endpoint.findLocal(settings.dataDirectory(), settings.namedToken());
    return running.filter(Connector::answers).map(Connector::remote);
  }

  /**
   * A master that stays, such as {@code packtrain up}. Another command may have one on the same
   * directory for a moment: that is waited for.
   *
   * @throws Failure when it does not end in time
   */
  public static EmbeddedMaster startToStay(EmbeddedMaster.Starter starter, MasterFlags flags) {
    for (int attempt = 1; ; attempt++) {
      try {
        return starter.start(flags);
      } catch (Failure e) {
        if (!e.code().equals(IN_USE) || attempt == TRIES) {
          throw e;
        }
      }
      pause();
    }
  }

  /** Another command may start or stop one on the same directory at this very moment. */
  private Connection startOrFind(Settings settings) {
    Path dataDirectory = settings.dataDirectory();
    for (int attempt = 1; ; attempt++) {
      try {
        return Connection.embedded(
            starter.start(MasterFlags.embedded(dataDirectory)), dataDirectory);
      } catch (Failure e) {
        if (!e.code().equals(IN_USE) || attempt == TRIES) {
          throw e;
        }
      }
      pause();
      Optional<Connection> running = find(settings);
      if (running.isPresent()) {
        return running.get();
      }
    }
  }

  /**
   * Starts a master that is to stay. A reading command may hold the directory for a moment, with a
   * master of its own; that is waited for.
   */
  public static EmbeddedMaster startToStay(EmbeddedMaster.Starter starter, MasterFlags flags) {
    for (int attempt = 1; ; attempt++) {
      try {
        return starter.start(flags);
      } catch (Failure e) {
        if (!e.code().equals(IN_USE) || attempt == TRIES) {
          throw e;
        }
      }
      pause();
    }
  }

  private static Connection remote(Endpoint endpoint) {
    return Connection.remote(new MasterApi(endpoint));
  }

  /** The file of a master that was killed names a process that may be another one by now. */
  private static boolean answers(Endpoint endpoint) {
    try {
      new MasterApi(endpoint).get("/v1/status");
      return true;
    } catch (Failure e) {
      return e.exit() != ExitCode.UNREACHABLE;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
