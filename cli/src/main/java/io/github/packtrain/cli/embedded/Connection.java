package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
  public record WorkerPlan(int count, String gpus) {
    /** One worker with all that the machine has. */
    public static final WorkerPlan ONE = new WorkerPlan(1, "");
  }

  /** Starts workers when the master runs in this process; any other has its own. */
  public void startWorkers(WorkerPlan plan) {
    startWorkers(WorkerShares.ofMachine().among(plan.count(), plan.gpus()));
  }

  /**
   * The same for workers that differ.
   *
   * @param shares arguments of each
   */
  public synchronized void startWorkers(List<List<String>> shares) {
    if (master == null || closed) {
      return;
    }
    List<String> arguments =
        List.of(
            "--master",
            master.endpoint().grpc(),
            "--token-file",
            dataDirectory.resolve("join-token").toString());
    workers = WorkerProcesses.start(dataDirectory.resolve("workers"), arguments, shares);
  }

  /**
   * What an attempt wrote, as a worker of an earlier command on this data directory kept it: such a
   * worker is not there to be asked. Empty when a master runs, which knows better.
   *
   * @param task as in {@code J42/17}
   * @param attempt its number; 0 for the newest
   */
  public Optional<Path> findKeptOutput(String task, int attempt, boolean stderr) {
    Path workers = dataDirectory.resolve("workers");
    if (master == null || !Files.isDirectory(workers)) {
      return Optional.empty();
    }
    String name = task.replace('/', '-') + "." + (attempt == 0 ? "*" : Integer.toString(attempt));
    @Nullable Path found = null;
    int newest = 0;
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(workers, Files::isDirectory)) {
      for (Path directory : directories) {
        Path attempts = directory.resolve("attempts");
        if (!Files.isDirectory(attempts)) {
          continue;
        }
        try (DirectoryStream<Path> matches = Files.newDirectoryStream(attempts, name)) {
          for (Path match : matches) {
            String text = match.getFileName().toString();
            int number = Integer.parseInt(text.substring(text.lastIndexOf('.') + 1));
            Path output = match.resolve(stderr ? "stderr.log" : "stdout.log");
            if (number > newest && Files.isReadable(output)) {
              newest = number;
              found = output;
            }
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new Failure(
          ExitCode.ERROR,
          "LOG_NOT_READABLE",
          "cannot read what " + task + " wrote",
          String.valueOf(e.getMessage()),
          "check the permissions of " + workers);
    }
    return Optional.ofNullable(found);
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
