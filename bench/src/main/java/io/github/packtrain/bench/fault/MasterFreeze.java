package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * The master stands still: for three times a lease of one second, and as often for 20 s where
 * workers are lost after 3 s, on several clusters at the same time. Its own sleep is nobody's
 * silence: no worker may be lost, nothing that may outlive the master may be run again, and
 * exclusive tasks, which end with the lease, must not overlap.
 *
 * <p>Most pauses follow one another soon; after every third there is enough time for a wrong
 * verdict to fall that the pause before has only put off.
 */
final class MasterFreeze {
  private static final long END_MILLIS = 120_000;
  private static final long START_MILLIS = 90_000;
  private static final int HOSTED = 4;
  private static final int CYCLES_PER_CLUSTER = 5;
  private static final int LONG_LOOK_EVERY = 3;

  /** In spans of lost-after; the master takes four of them after it slept. */
  private static final int LONG_LOOK_SPANS = 6;

  private final FaultReport report;
  private final int inFlight;
  private final Path directory;

  /**
   * One cluster's.
   *
   * @param workers that run processes
   * @param pauseMillis of the master
   */
  private record Rhythm(
      String name,
      int cycles,
      int workers,
      long heartbeatMillis,
      long lostAfterMillis,
      long pauseMillis) {
    Rhythm withCycles(int others) {
      return new Rhythm(name, others, workers, heartbeatMillis, lostAfterMillis, pauseMillis);
    }
  }

  MasterFreeze(FaultReport report, int inFlight, Path directory) {
    this.report = report;
    this.inFlight = inFlight;
    this.directory = directory;
  }

  void run() throws InterruptedException {
    int cycles = report.runs();
    List<Rhythm> all = new ArrayList<>();
    split(new Rhythm("3 leases of 1 s", cycles, 3, 250, 1_500, 3_000), cycles, all);
    Rhythm slow = new Rhythm("20 s, lost after 3 s", cycles, 1, 1_000, 3_000, 20_000);
    split(slow, CYCLES_PER_CLUSTER, all);
    try (ExecutorService together = Executors.newFixedThreadPool(all.size())) {
      List<Future<FaultReport>> parts = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Rhythm rhythm = all.get(i);
        Path place = directory.resolve("cluster" + i);
        parts.add(together.submit(() -> run(rhythm, place)));
      }
      for (int i = 0; i < all.size(); i++) {
        take(all.get(i), parts.get(i).get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As many clusters as it needs with so many cycles each. */
  private static void split(Rhythm whole, int each, List<Rhythm> into) {
    for (int left = whole.cycles; left > 0; left -= each) {
      into.add(whole.withCycles(Math.min(each, left)));
    }
  }

  /** Numbers of clusters with the same rhythm are added up. */
  private void take(Rhythm rhythm, FaultReport part) {
    part.figures()
        .forEach(
            (name, value) -> report.add(rhythm.name + ": " + name, ((Number) value).longValue()));
    part.violations().forEach(what -> report.violation(rhythm.name + ": " + what));
  }

  private FaultReport run(Rhythm rhythm, Path place)
      throws IOException, InterruptedException, TimeoutException {
    FaultReport part = new FaultReport(report.kind(), rhythm.cycles, report.seed());
    Diary diary = new Diary(place.resolve("diary"));
    try (Cluster cluster = new Cluster(place, rhythm.heartbeatMillis, rhythm.lostAfterMillis)) {
      cluster.startMaster();
      int each = Math.max(2, inFlight / (2 * rhythm.workers));
      for (int i = 0; i < rhythm.workers; i++) {
        cluster.startWorker(
            "w" + i,
            List.of(
                "--cpus", Integer.toString(each), "--gpus", "none", "--labels", "runs=commands"));
      }
      cluster.startHost("host", cluster.grpcPort(), 0, HOSTED, inFlight / 2 / HOSTED * 1_000);
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        int all = rhythm.workers + HOSTED;
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == all);
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
        Checker checker = new Checker(part, cluster, calls, diary);
        checker.excuseLosses(ledger.all());
        freeze(rhythm, cluster, calls, part);
        load.finish(END_MILLIS);
        checker.check(ledger.all(), _ -> true);
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
      int spans = i % LONG_LOOK_EVERY == LONG_LOOK_EVERY - 1 ? LONG_LOOK_SPANS : 1;
      long until = System.nanoTime() + spans * rhythm.lostAfterMillis * 1_000_000;
      while (System.nanoTime() < until) {
        List<Worker> lost =
            calls.workers().stream().filter(w -> w.getState() == WorkerState.WORKER_LOST).toList();
        if (!lost.isEmpty()) {
          dead += lost.size();
          part.violation(
              "after pause %d workers are lost: %s"
                  .formatted(i, lost.stream().map(w -> w.getSpec().getName()).toList()));
        }
        Cluster.pause(50);
      }
      Cluster.pause(random.nextInt(500));
    }
    part.figure("pauses of the master", rhythm.cycles);
    part.figure("workers wrongly taken for dead", dead);
  }
}
