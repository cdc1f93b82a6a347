package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * The master stands still: for three times a lease of one second, and, in a second cluster at the
 * same time, a fifth as often for 20 s where workers are lost after 5 s. Its own sleep is nobody's
 * silence: no worker may be lost, nothing that may outlive the master may be run again, and
 * exclusive tasks, which end with the lease, must not overlap.
 */
final class MasterFreeze {
  private static final long END_MILLIS = 120_000;
  private static final long START_MILLIS = 60_000;
  private static final int WORKERS = 3;
  private static final int HOSTED = 4;
  private static final int LONG_SHARE = 5;

  private final FaultReport report;
  private final int inFlight;
  private final Path directory;

  /**
   * One cluster's.
   *
   * @param pauseMillis of the master
   * @param calm whether lost-after is long enough that a busy machine alone makes nobody silent:
   *     only then a lost worker is the master's mistake
   */
  private record Rhythm(
      String name,
      int cycles,
      long heartbeatMillis,
      long lostAfterMillis,
      long pauseMillis,
      boolean calm) {}

  MasterFreeze(FaultReport report, int inFlight, Path directory) {
    this.report = report;
    this.inFlight = inFlight;
    this.directory = directory;
  }

  void run() throws IOException, InterruptedException, TimeoutException {
    Rhythm quick = new Rhythm("3 leases of 1 s", report.runs(), 250, 1_500, 3_000, false);
    int cycles = Math.max(1, report.runs() / LONG_SHARE);
    Rhythm slow = new Rhythm("20 s, lost after 5 s", cycles, 1_000, 5_000, 20_000, true);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<FaultReport> first = both.submit(() -> run(quick, directory.resolve("quick")));
      Future<FaultReport> second = both.submit(() -> run(slow, directory.resolve("slow")));
      take(quick, first.get());
      take(slow, second.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void take(Rhythm rhythm, FaultReport part) {
    part.figures().forEach((name, value) -> report.figure(rhythm.name + ": " + name, value));
    part.violations().forEach(what -> report.violation(rhythm.name + ": " + what));
  }

  private FaultReport run(Rhythm rhythm, Path place)
      throws IOException, InterruptedException, TimeoutException {
    FaultReport part = new FaultReport(report.kind(), rhythm.cycles, report.seed());
    Diary diary = new Diary(place.resolve("diary"));
    try (Cluster cluster = new Cluster(place, rhythm.heartbeatMillis, rhythm.lostAfterMillis)) {
      cluster.startMaster();
      int each = Math.max(2, inFlight / (2 * WORKERS));
      for (int i = 0; i < WORKERS; i++) {
        cluster.startWorker(
            "w" + i,
            List.of(
                "--cpus", Integer.toString(each), "--gpus", "none", "--labels", "runs=commands"));
      }
      cluster.startHost("host", cluster.grpcPort(), 0, HOSTED, inFlight / 2 / HOSTED * 1_000);
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == WORKERS + HOSTED);
        Ledger ledger = new Ledger(part);
        Load load =
            new Load(
                    calls,
                    ledger,
                    diary.writeProgram(),
                    new Load.Times(500, 6_000),
                    Map.of(
                        Ledger.Kind.HANDLER,
                        inFlight / 2,
                        Ledger.Kind.COMMAND,
                        inFlight / 4,
                        Ledger.Kind.EXCLUSIVE,
                        inFlight / 4),
                    report.seed())
                .start();
        // Every worker has done its first tasks: what they take then is not the master's sleep.
        Cluster.await("first ends", START_MILLIS, () -> ledger.ended() > 2 * inFlight);
        freeze(rhythm, cluster, calls, part);
        load.finish(END_MILLIS);
        Checker checker = new Checker(part, cluster, calls, diary);
        checker.check(ledger.all(), _ -> rhythm.calm);
        checker.checkReplay();
      }
    }
    return part;
  }

  private void freeze(Rhythm rhythm, Cluster cluster, MasterCalls calls, FaultReport part)
      throws IOException, InterruptedException {
    Random random = new Random(report.seed());
    int dead = 0;
    for (int i = 0; i < rhythm.cycles; i++) {
      Cluster.signal(cluster.master().toHandle(), "STOP");
      Cluster.pause(rhythm.pauseMillis);
      Cluster.signal(cluster.master().toHandle(), "CONT");
      long until = System.nanoTime() + rhythm.lostAfterMillis * 1_000_000;
      while (System.nanoTime() < until) {
        List<Worker> lost =
            calls.workers().stream().filter(w -> w.getState() == WorkerState.WORKER_LOST).toList();
        if (!lost.isEmpty()) {
          dead += lost.size();
          if (rhythm.calm) {
            part.violation(
                "after pause %d workers are lost: %s"
                    .formatted(i, lost.stream().map(w -> w.getSpec().getName()).toList()));
          }
        }
        Cluster.pause(100);
      }
      Cluster.pause(random.nextInt(500));
    }
    part.figure("pauses of the master", rhythm.cycles);
    part.figure("workers wrongly taken for dead", dead);
  }
}
