package io.github.packtrain.bench.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The kinds of fault. */
public enum FaultKind {
  /** The master dies at each named place once, then at random moments; runs are kills. */
  MASTER_KILL(100, 2_000),
  /** Workers, hosts of handlers and guards die; runs are kills. */
  WORKER_KILL(200, 2_000),
  /** Workers' Java machines stand still for 2 and 10 times the lease; runs are freezes of each. */
  WORKER_FREEZE(50, 36),
  /** The master stands still for 3 times the lease, and for 20 s; runs are freezes of each. */
  MASTER_FREEZE(50, 40),
  /** Master and workers are cut off from one another; runs are schedules. */
  PARTITION(30, 60),
  /** Eight clients submit as fast as they can to slow workers; runs are submissions. */
  FLOOD(100_000, 40);

  private final int runs;
  private final int inFlight;

  FaultKind(int runs, int inFlight) {
    this.runs = runs;
    this.inFlight = inFlight;
  }

  /** As on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<FaultKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** How many runs the long form has. */
  public int runs() {
    return runs;
  }

  /** How many tasks are in flight in the long form. */
  public int inFlight() {
    return inFlight;
  }

  /**
   * Runs it.
   *
   * @param directory for everything; it stays afterwards
   */
  public FaultReport run(int count, int tasksInFlight, long seed, Path directory)
      throws IOException, InterruptedException {
    FaultReport report = new FaultReport(this, count, seed);
    try {
      run(report, tasksInFlight, directory);
    } catch (TimeoutException e) {
      // What was seen until then is worth a look.
      report.violation(String.valueOf(e.getMessage()));
    }
    return report;
  }

  private void run(FaultReport report, int tasksInFlight, Path directory)
      throws IOException, InterruptedException, TimeoutException {
    switch (this) {
      case MASTER_KILL -> new MasterKill(report, tasksInFlight, directory).run();
      case WORKER_KILL -> new WorkerKill(report, tasksInFlight, directory).run();
      case WORKER_FREEZE -> new WorkerFreeze(report, tasksInFlight, directory).run();
      case MASTER_FREEZE -> new MasterFreeze(report, tasksInFlight, directory).run();
      case PARTITION -> new Partition(report, tasksInFlight, directory).run();
      case FLOOD -> new Flood(report, tasksInFlight, directory).run();
    }
  }
}
