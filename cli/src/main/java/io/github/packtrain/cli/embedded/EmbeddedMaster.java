package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.Endpoint;
import io.github.packtrain.cli.terminal.Failure;
import java.util.Optional;

/** A master that runs in this process. */
public interface EmbeddedMaster extends AutoCloseable {

  /** How it is reached, with its administrator's token. */
  Endpoint endpoint();

  /**
   * Waits until it stops.
   *
   * @return why, when it could not go on; empty when it was closed
   */
  Optional<Failure> awaitStop();

  /** Stops it; everything acknowledged is on disk. */
  @Override
  void close();

  /** Starts masters. */
  interface Starter {
    /**
     * Starts one.
     *
     * @throws Failure when the directory is in use or not writable, or a port is taken
     */
    EmbeddedMaster start(MasterFlags flags);
  }
}
