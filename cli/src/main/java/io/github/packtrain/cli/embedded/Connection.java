package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.MasterApi;
import java.util.Optional;

/**
 * A master to talk to, and what was started for it.
 *
 * @param api its methods
 * @param master when it runs in this process
 * @param workers when they were started by this process
 */
public record Connection(
    MasterApi api, Optional<EmbeddedMaster> master, Optional<WorkerProcesses> workers)
    implements AutoCloseable {

  /** Whether the master ends with this command. */
  public boolean isEmbedded() {
    return master.isPresent();
  }

  /** Ends what was started: workers first, so that the master hears of their attempts' ends. */
  @Override
  public void close() {
    workers.ifPresent(WorkerProcesses::close);
    master.ifPresent(EmbeddedMaster::close);
  }
}
