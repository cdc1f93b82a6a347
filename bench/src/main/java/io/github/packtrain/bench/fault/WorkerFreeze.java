package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;

/**
 * The Java machines of workers stand still, their guards do not: for twice and for ten times the
 * lease of a second, half of the workers at a time. Exclusive tasks must be ended by the guard
 * before the master places them elsewhere.
 */
final class WorkerFreeze {
  private static final long HEARTBEAT_MILLIS = 250;

  /** The lease is half a second shorter. */
  private static final long LOST_AFTER_MILLIS = 1_500;

  private static final long LEASE_MILLIS = 1_000;
  private static final int WORKERS = 6;
  private static final long END_MILLIS = 120_000;
  private static final long START_MILLIS = 60_000;

  private final FaultReport report;
  private final int inFlight;
  private final Path directory;
  private final Random random;
  private int lostBeforeThaw;

  WorkerFreeze(FaultReport report, int inFlight, Path directory) {
    this.report = report;
    this.inFlight = inFlight;
    this.directory = directory;
    this.random = new Random(report.seed());
  }

  void run() throws IOException, InterruptedException, TimeoutException {
    Diary diary = new Diary(directory.resolve("diary"));
    try (Cluster cluster = new Cluster(directory, HEARTBEAT_MILLIS, LOST_AFTER_MILLIS)) {
      cluster.startMaster();
      int each = Math.max(1, inFlight / WORKERS);
      for (int i = 0; i < WORKERS; i++) {
        cluster.startWorker(
            "w" + i,
            List.of(
                "--cpus", Integer.toString(each), "--gpus", "none", "--labels", "runs=commands"));
      }
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == WORKERS);
        Ledger ledger = new Ledger(report);
        Load load =
            new Load(
                    calls,
                    ledger,
                    diary.writeProgram(),
                    new Load.Times(500, 6_000),
                    Map.of(Ledger.Kind.EXCLUSIVE, inFlight),
                    report.seed())
                .start();
        Cluster.await("work", START_MILLIS, () -> diary.living() >= each);
        int two = freeze(cluster, calls, 2 * LEASE_MILLIS);
        int ten = freeze(cluster, calls, 10 * LEASE_MILLIS);
        load.finish(END_MILLIS);
        report.figure("freezes of 2 leases", two);
        report.figure("freezes of 10 leases", ten);
        report.figure("frozen workers that were lost when they thawed", lostBeforeThaw);
        Checker checker = new Checker(report, cluster, calls, diary);
        checker.check(ledger.all(), _ -> false);
        checker.checkReplay();
      }
    }
  }

  /** Half of the workers at a time: more would mean to the master that it is itself. */
  private int freeze(Cluster cluster, MasterCalls calls, long millis)
      throws IOException, InterruptedException {
    int frozen = 0;
    while (frozen < report.runs()) {
      List<String> names = new ArrayList<>(cluster.workerNames());
      Collections.shuffle(names, random);
      List<String> some =
          List.copyOf(names.subList(0, Math.min(WORKERS / 2, report.runs() - frozen)));
      for (String name : some) {
        Cluster.signal(cluster.worker(name).toHandle(), "STOP");
        Cluster.pause(random.nextInt(100));
      }
      Cluster.pause(millis);
      lostBeforeThaw += (int) (WORKERS - Checker.connected(calls));
      for (String name : some) {
        Cluster.signal(cluster.worker(name).toHandle(), "CONT");
      }
      frozen += some.size();
      Cluster.pause(500 + random.nextInt(1_000));
    }
    return frozen;
  }
}
