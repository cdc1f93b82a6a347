package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.Endpoint;

/** A master that runs in this process. */
public interface EmbeddedMaster extends AutoCloseable {

  /** How it is reached, with its administrator's token. */
  Endpoint endpoint();

  /** Waits until it stops, by itself or by {@link #close}. */
  void awaitStop();

  /** Stops it; everything acknowledged is on disk. */
  @Override
  void close();

  /** Starts masters. */
  interface Starter {
    /**
     * Starts one.
     *
     * @throws io.github.packtrain.cli.terminal.Failure when the directory is in use or not writable,
     *     or a port is taken
     */
    EmbeddedMaster start(MasterFlags flags);
  }
}
