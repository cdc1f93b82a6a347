package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.worker.guard.CrashPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Workers are killed and started again: alone, so that their processes must run on; together with
 * their guard, so that these run again after proof; hosts of handlers, whose tasks die with them;
 * and each named place of worker and guard once.
 */
final class WorkerKill {
  private static final int TRIES_MAX = 2;
  private static final long HEARTBEAT_MILLIS = 1_000;
  private static final long LOST_AFTER_MILLIS = 20_000;
  private static final long POINT_MILLIS = 30_000;
  private static final long END_MILLIS = 180_000;
  private static final long START_MILLIS = 60_000;
  private static final int HOSTS = 3;
  private static final int HOSTED = 3;
  private static final int COMMANDS_SHARE = 5;
  private static final int PAUSE_MILLIS = 600;

  /** Only the Java machine of these is ever killed. */
  private static final List<String> GUARDED = List.of("a", "b");

  /** These lose their guard as well. */
  private static final List<String> BARE = List.of("c", "d");

  private final FaultReport report;
  private final int inFlight;
  private final Path directory;
  private final Random random;
  private final ArrayDeque<String> points = new ArrayDeque<>();
  private final TreeSet<String> reached = new TreeSet<>();
  private final Map<Sort, Integer> kills = new EnumMap<>(Sort.class);
  private final List<Long> busy = new ArrayList<>();

  private enum Sort {
    WORKER,
    WORKER_AND_GUARD,
    HOST_OF_HANDLERS,
    PLACE
  }

  WorkerKill(FaultReport report, int inFlight, Path directory) {
    this.report = report;
    this.inFlight = inFlight;
    this.directory = directory;
    this.random = new Random(report.seed());
  }

  void run() throws IOException, InterruptedException, TimeoutException {
    List<String> all = new ArrayList<>(CrashPoints.ofWorker());
    all.addAll(CrashPoints.ofGuard());
    Collections.shuffle(all, random);
    points.addAll(all.subList(0, Math.min(all.size(), report.runs() / 2)));
    int wanted = points.size();
    Diary diary = new Diary(directory.resolve("diary"));
    try (Cluster cluster = new Cluster(directory, HEARTBEAT_MILLIS, LOST_AFTER_MILLIS)) {
      cluster.startMaster();
      int commands = Math.max(4, inFlight / COMMANDS_SHARE);
      int workers = startWorkers(cluster, commands);
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == workers);
        Ledger ledger = new Ledger(report);
        Load load = load(calls, ledger, diary.writeProgram(), commands).start();
        Cluster.await("work", START_MILLIS, () -> running(calls) >= inFlight * 9L / 10);
        for (int i = 0; i < report.runs(); i++) {
          busy.add(running(calls));
          kill(cluster);
          Cluster.pause(random.nextInt(PAUSE_MILLIS));
        }
        load.finish(END_MILLIS);
        kills.forEach((sort, count) -> report.figure("kills: " + sort, count));
        report.figure("named places reached", reached.size() + " of " + wanted);
        report.spread("tasks in flight at a kill", busy);
        Checker checker = new Checker(report, cluster, calls, diary);
        checker.check(ledger.all(), GUARDED::contains);
        checker.checkReplay();
      }
    }
  }

  private int startWorkers(Cluster cluster, int commands) throws IOException {
    int slots = (inFlight - commands + HOSTS * HOSTED - 1) / (HOSTS * HOSTED);
    for (int i = 0; i < HOSTS; i++) {
      cluster.startHost("host" + i, cluster.grpcPort(), i * HOSTED, HOSTED, slots * 1_000);
    }
    List<String> names = new ArrayList<>(GUARDED);
    names.addAll(BARE);
    for (String name : names) {
      String cpus = Integer.toString((commands + names.size() - 1) / names.size());
      cluster.startWorker(
          name, List.of("--cpus", cpus, "--gpus", "none", "--labels", "runs=commands"));
    }
    return HOSTS * HOSTED + names.size();
  }

  private Load load(MasterCalls calls, Ledger ledger, Path program, int commands) {
    Load.Times times =
        inFlight > 1_000 ? new Load.Times(5_000, 25_000) : new Load.Times(1_000, 4_000);
    return new Load(
        calls,
        ledger,
        program,
        times,
        Map.of(
            Ledger.Kind.HANDLER,
            inFlight - commands,
            Ledger.Kind.COMMAND,
            commands / 2,
            Ledger.Kind.EXCLUSIVE,
            commands / 2),
        report.seed());
  }

  private static long running(MasterCalls calls) {
    return calls.workers().stream().mapToLong(Worker::getAttempts).sum();
  }

  private void kill(Cluster cluster) throws IOException, InterruptedException, TimeoutException {
    if (!points.isEmpty()) {
      kills.merge(Sort.PLACE, 1, Integer::sum);
      dieAt(points.remove(), cluster);
      return;
    }
    int chance = random.nextInt(10);
    Sort sort =
        chance < 5 ? Sort.WORKER : chance < 8 ? Sort.WORKER_AND_GUARD : Sort.HOST_OF_HANDLERS;
    kills.merge(sort, 1, Integer::sum);
    switch (sort) {
      case WORKER -> restart(cluster, any(GUARDED), false);
      case WORKER_AND_GUARD -> restart(cluster, any(BARE), true);
      case HOST_OF_HANDLERS -> restart(cluster, "host" + random.nextInt(HOSTS), false);
      case PLACE -> throw new IllegalStateException("no place is left");
    }
  }

  private String any(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private void restart(Cluster cluster, String name, boolean withGuard)
      throws IOException, InterruptedException {
    boolean guardFirst = random.nextBoolean();
    if (withGuard && guardFirst) {
      killGuard(cluster, name);
    }
    cluster.killWorker(name);
    if (withGuard) {
      killGuard(cluster, name);
    }
    Cluster.pause(random.nextInt(PAUSE_MILLIS) / 3);
    cluster.restartWorker(name);
  }

  private static void killGuard(Cluster cluster, String name) {
    cluster.guardOf(name).forEach(ProcessHandle::destroyForcibly);
  }

  /** Two tries, since a guard may be gone before it was seen, and a place may not be passed. */
  private void dieAt(String point, Cluster cluster)
      throws IOException, InterruptedException, TimeoutException {
    for (int tries = 0; tries < TRIES_MAX && !reached.contains(point); tries++) {
      tryToDieAt(point, cluster);
    }
    if (!reached.contains(point)) {
      report.violation("the named place " + point + " was not reached in two tries");
    }
  }

  /** Lets the worker or its guard die at the place, then starts them as usual. */
  private void tryToDieAt(String point, Cluster cluster)
      throws IOException, InterruptedException, TimeoutException {
    boolean ofGuard = point.startsWith("guard.");
    String name = any(ofGuard ? BARE : GUARDED);
    if (ofGuard) {
      killGuard(cluster, name);
    }
    cluster.killWorker(name);
    List<String> flags = List.of("-D" + CrashPoint.PROPERTY + "=" + point);
    cluster.startWorker(name, cluster.flagsOf(name), flags);
    Process worker = cluster.worker(name);
    if (ofGuard) {
      awaitGuardsDeath(cluster, name, worker);
    } else {
      worker.waitFor(POINT_MILLIS, TimeUnit.MILLISECONDS);
    }
    boolean died = !worker.isAlive() && worker.exitValue() == CrashPoint.STATUS;
    if (died || (ofGuard && guardDied)) {
      reached.add(point);
    }
    if (ofGuard) {
      cluster.killWorker(name);
      killGuard(cluster, name);
    }
    cluster.killWorker(name);
    cluster.restartWorker(name);
  }

  private boolean guardDied;

  /** The guard with the place comes up, and is gone again. */
  private void awaitGuardsDeath(Cluster cluster, String name, Process worker) {
    guardDied = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(POINT_MILLIS);
    List<ProcessHandle> seen = List.of();
    while (System.nanoTime() < deadline && !guardDied) {
      if (seen.isEmpty()) {
        seen = cluster.guardOf(name);
      }
      guardDied = !seen.isEmpty() && seen.stream().noneMatch(ProcessHandle::isAlive);
      // One that died before it was seen has left its worker without a guard.
      guardDied |= !worker.isAlive();
      Cluster.pause(20);
    }
  }
}
