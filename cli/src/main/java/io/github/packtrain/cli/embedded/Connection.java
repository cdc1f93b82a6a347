package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.MasterApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A master to talk to, and what was started for it. Thread-safe: Ctrl-C closes it. */
public final class Connection implements AutoCloseable {
  private final MasterApi api;
  private final @Nullable EmbeddedMaster master;
  private final Path dataDirectory;
  private @Nullable WorkerProcesses workers;
  private boolean closed;

  private Connection(MasterApi api, @Nullable EmbeddedMaster master, Path dataDirectory) {
    this.api = api;
    this.master = master;
    this.dataDirectory = dataDirectory;
  }

  /** To a master that runs elsewhere. */
  static Connection remote(MasterApi api) {
    return new Connection(api, null, Path.of(""));
  }

  /** To a master in this process, which is closed with the connection. */
  public static Connection embedded(EmbeddedMaster master, Path dataDirectory) {
    return new Connection(new MasterApi(master.endpoint()), master, dataDirectory);
  }

  /** The master's methods. */
  public MasterApi api() {
    return api;
  }

  /** Whether the master ends with this command. */
  public boolean isEmbedded() {
    return master != null;
  }

  /**
   * The workers that a command brings.
   *
   * @param count how many
   * @param gpus as {@code --gpus} of a worker; empty for what is found
   */
  public record WorkerPlan(int count, String gpus) {}

  /** Starts workers when the master runs in this process; any other has its own. */
  public synchronized void startWorkers(WorkerPlan plan) {
    if (master == null || closed) {
      return;
    }
    List<String> arguments =
        List.of(
            "--master",
            master.endpoint().grpc(),
            "--token-file",
            dataDirectory.resolve("join-token").toString());
    workers =
        WorkerProcesses.start(
            dataDirectory.resolve("workers"),
            arguments,
            WorkerShares.ofMachine().among(plan.count(), plan.gpus()));
  }

  /**
   * Reports a worker that was started and cannot be kept alive.
   *
   * @throws io.github.packtrain.cli.terminal.Failure naming its log
   */
  public void checkWorkers() {
    findWorkers().ifPresent(WorkerProcesses::check);
  }

  /** Ends what was started: workers first, so that the master hears of their attempts' ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    findWorkers().ifPresent(WorkerProcesses::close);
    if (master != null) {
      master.close();
    }
  }

  private synchronized Optional<WorkerProcesses> findWorkers() {
    return Optional.ofNullable(workers);
  }
}
