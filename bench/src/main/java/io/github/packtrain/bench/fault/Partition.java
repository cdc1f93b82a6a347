package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.CutNetwork;
import io.github.packtrain.bench.cluster.CutProxy;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.bench.cluster.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Two groups of workers reach the master by a wire each, and the wires are cut: both ways, one way,
 * flapping, or with resets; one of them or both; for less and for more than what makes a worker
 * lost. Afterwards everything has to go on by itself within ten seconds.
 *
 * <p>The wires are network namespaces where this process may make them, else proxies; resets are
 * routers that say for a moment that there is no way, or the proxies' ends of connections.
 */
final class Partition {
  private static final long HEARTBEAT_MILLIS = 1_000;
  private static final long LOST_AFTER_MILLIS = 3_000;
  private static final long HEAL_MILLIS = 10_000;
  private static final long END_MILLIS = 120_000;
  private static final long START_MILLIS = 60_000;
  private static final int GROUPS = 2;
  private static final int HOSTED = 3;
  private static final int SHORT_MILLIS = 5_000;
  private static final int LONG_MILLIS = 15_000;
  private static final int FLAP_MILLIS = 900;

  private final FaultReport report;
  private final int inFlight;
  private final Path directory;
  private final Random random;
  private final List<Long> heals = new ArrayList<>();
  private final Map<Cut, Integer> schedules = new EnumMap<>(Cut.class);

  private enum Cut {
    BOTH_WAYS,
    TOWARDS_MASTER,
    TOWARDS_WORKERS,
    FLAPPING,
    RESETS
  }

  Partition(FaultReport report, int inFlight, Path directory) {
    this.report = report;
    this.inFlight = inFlight;
    this.directory = directory;
    this.random = new Random(report.seed());
  }

  void run() throws IOException, InterruptedException, TimeoutException {
    Diary diary = new Diary(directory.resolve("diary"));
    List<Wire> wires = new ArrayList<>();
    try (Cluster cluster = new Cluster(directory, HEARTBEAT_MILLIS, LOST_AFTER_MILLIS)) {
      boolean real = CutNetwork.isPossible();
      report.figure("wires", real ? "network namespaces" : "proxies");
      for (int group = 0; group < GROUPS; group++) {
        wires.add(real ? CutNetwork.open(cluster.grpcPort()) : CutProxy.open(cluster.grpcPort()));
      }
      if (real) {
        cluster.listenOnAll(wires.stream().map(Wire::host).toList());
      }
      cluster.startMaster();
      int workers = startWorkers(cluster, wires);
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == workers);
        Ledger ledger = new Ledger(report);
        Load load =
            new Load(
                    calls,
                    ledger,
                    diary.writeProgram(),
                    new Load.Times(300, 3_000),
                    Map.of(
                        Ledger.Kind.HANDLER,
                        inFlight / 2,
                        Ledger.Kind.COMMAND,
                        inFlight / 4,
                        Ledger.Kind.EXCLUSIVE,
                        inFlight / 4),
                    report.seed())
                .start();
        for (int i = 0; i < report.runs() - 1; i++) {
          cut(wires);
          awaitHealed(i, workers, calls, diary);
        }
        // At least one that lasts: connections are beyond hope then, and have to be given up.
        cutForLong(wires);
        awaitHealed(report.runs() - 1, workers, calls, diary);
        load.finish(END_MILLIS);
        schedules.forEach((cut, count) -> report.figure("schedules: " + cut, count));
        report.spread("healed after, ms", heals);
        Checker checker = new Checker(report, cluster, calls, diary);
        checker.check(ledger.all(), _ -> false);
        checker.checkReplay();
      }
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  private int startWorkers(Cluster cluster, List<Wire> wires) throws IOException {
    int each = Math.max(2, inFlight / 2 / GROUPS);
    for (int group = 0; group < GROUPS; group++) {
      String name = "w" + group;
      cluster.connectBy(name, wires.get(group));
      cluster.connectBy("host" + group, wires.get(group));
      cluster.startWorker(
          name,
          List.of("--cpus", Integer.toString(each), "--gpus", "none", "--labels", "runs=commands"));
      cluster.startHost(
          "host" + group,
          cluster.grpcPort(),
          group * HOSTED,
          HOSTED,
          each * 1_000 / HOSTED + 1_000);
    }
    return GROUPS * (HOSTED + 1);
  }

  private void cutForLong(List<Wire> wires) {
    schedules.merge(Cut.BOTH_WAYS, 1, Integer::sum);
    hold(wires, true, true, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS));
    wires.forEach(Wire::heal);
  }

  private void cut(List<Wire> wires) {
    Cut cut = Cut.values()[random.nextInt(Cut.values().length)];
    schedules.merge(cut, 1, Integer::sum);
    List<Wire> some =
        random.nextInt(3) == 0 ? wires : List.of(wires.get(random.nextInt(wires.size())));
    int most = random.nextInt(4) == 0 ? LONG_MILLIS : SHORT_MILLIS;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(most));
    switch (cut) {
      case BOTH_WAYS -> hold(some, true, true, until);
      case TOWARDS_MASTER -> hold(some, true, false, until);
      case TOWARDS_WORKERS -> hold(some, false, true, until);
      case FLAPPING -> {
        while (System.nanoTime() < until) {
          some.forEach(wire -> wire.cut(random.nextBoolean(), random.nextBoolean()));
          Cluster.pause(random.nextInt(FLAP_MILLIS));
          some.forEach(Wire::heal);
          Cluster.pause(random.nextInt(FLAP_MILLIS));
        }
      }
      case RESETS -> {
        while (System.nanoTime() < until) {
          some.forEach(Wire::reset);
          Cluster.pause(random.nextInt(FLAP_MILLIS));
        }
      }
    }
    some.forEach(Wire::heal);
  }

  private static void hold(
      List<Wire> wires, boolean towardsMaster, boolean towardsWorkers, long untilNanos) {
    wires.forEach(wire -> wire.cut(towardsMaster, towardsWorkers));
    Cluster.pause(TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime()));
  }

  /** All workers are connected, and every one of them has heard from the master. */
  private void awaitHealed(int schedule, int workers, MasterCalls calls, Diary diary)
      throws IOException {
    long began = System.nanoTime();
    try {
      Cluster.await("all workers", HEAL_MILLIS, () -> Checker.connected(calls) == workers);
    } catch (TimeoutException e) {
      report.violation(
          "schedule %d has not healed within %d ms: %s"
              .formatted(
                  schedule,
                  HEAL_MILLIS,
                  calls.workers().stream()
                      .map(w -> w.getSpec().getName() + " " + w.getState())
                      .toList()));
    }
    heals.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    if (!diary.overlaps().isEmpty()) {
      report.violation("after schedule " + schedule + " there are overlaps: " + diary.overlaps());
    }
    Cluster.pause(500);
  }
}
