package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.bench.cluster.MasterProcess;
import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.protocol.v1.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The master is killed again and again: first at each named place, in an order that the seed
 * chooses, then at random moments. Workers live on, so nothing that runs may be disturbed, and no
 * task may be started twice.
 */
final class MasterKill {
  private static final long HEARTBEAT_MILLIS = 1_000;

  /** Nobody is lost: a master is away for a second or two. */
  private static final long LOST_AFTER_MILLIS = 20_000;

  private static final long POINT_MILLIS = 15_000;
  private static final int RANDOM_MILLIS = 2_000;
  private static final long END_MILLIS = 180_000;
  private static final long START_MILLIS = 60_000;
  private static final int HOSTED = 9;
  private static final int PASSES_MAX = 5;
  private static final int COMMANDS_SHARE = 10;
  private static final long RECOVERY_MILLIS = 2_000;

  private final FaultReport report;
  private final int inFlight;
  private final Path directory;
  private final Random random;
  private final ArrayDeque<String> points = new ArrayDeque<>();
  private final TreeSet<String> reached = new TreeSet<>();
  private final TreeSet<String> triedTwice = new TreeSet<>();
  private final List<Long> recoveries = new ArrayList<>();
  private final List<Long> busy = new ArrayList<>();
  private int extras;
  private int kills;

  MasterKill(FaultReport report, int inFlight, Path directory) {
    this.report = report;
    this.inFlight = inFlight;
    this.directory = directory;
    this.random = new Random(report.seed());
  }

  void run() throws IOException, InterruptedException, TimeoutException {
    List<String> all = new ArrayList<>(CrashPoints.ofMaster());
    Collections.shuffle(all, random);
    points.addAll(all.subList(0, Math.min(all.size(), report.runs())));
    int wanted = points.size();
    Diary diary = new Diary(directory.resolve("diary"));
    try (Cluster cluster = new Cluster(directory, HEARTBEAT_MILLIS, LOST_AFTER_MILLIS)) {
      cluster.startMaster();
      int commands = Math.max(2, inFlight / COMMANDS_SHARE);
      int hosted = startWorkers(cluster, commands);
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == hosted + 2);
        Ledger ledger = new Ledger(report);
        Studies.begin(calls, report.seed());
        Load load = load(calls, ledger, diary.writeProgram(), commands).start();
        Cluster.await("work", START_MILLIS, () -> running(calls) >= inFlight * 9L / 10);
        while (kills < report.runs()) {
          kill(cluster, calls, load);
        }
        cluster.startMaster();
        load.finish(END_MILLIS);
        Studies.end(calls, report);
        Cluster.await("the study", END_MILLIS, () -> running(calls) == 0);
        report.figure("kills", kills);
        report.figure("named places reached", reached.size() + " of " + wanted);
        report.spread("tasks in flight at a random kill", busy);
        report.spread("recovery, start to serving, ms", recoveries);
        judge();
        Checker checker = new Checker(report, cluster, calls, diary);
        checker.check(ledger.all(), _ -> true);
        checker.checkReplay();
      }
    }
  }

  private int startWorkers(Cluster cluster, int commands) throws IOException {
    int slots = (inFlight - commands + HOSTED - 1) / HOSTED;
    cluster.startHost("host", cluster.grpcPort(), 0, HOSTED, (slots + 2) * 1_000);
    for (String name : List.of("a", "b")) {
      cluster.startWorker(
          name,
          List.of(
              "--cpus",
              Integer.toString((commands + 1) / 2),
              "--gpus",
              "none",
              "--labels",
              "runs=commands"));
    }
    return HOSTED;
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

  // ---- one kill

  private void kill(Cluster cluster, MasterCalls calls, Load load)
      throws IOException, InterruptedException, TimeoutException {
    String point = points.isEmpty() ? "" : points.remove();
    if (kills == 0) {
      // The one that runs had no place to die at.
      cluster.killMaster();
    }
    long began = System.nanoTime();
    Process master = cluster.launchMaster(flags(point));
    boolean serves = cluster.awaitServing(master);
    if (serves) {
      recoveries.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      if (point.isEmpty()) {
        busy.add(running(calls));
        Cluster.pause(random.nextInt(RANDOM_MILLIS));
      } else {
        provoke(point, cluster, load);
        master.waitFor(POINT_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    boolean died = !master.isAlive();
    cluster.killMaster();
    kills++;
    if (!point.isEmpty()) {
      note(point, died && master.exitValue() == CrashPoint.STATUS);
    } else if (died) {
      report.violation("the master ended by itself with " + master.exitValue());
    }
  }

  private List<String> flags(String point) {
    List<String> flags = new ArrayList<>();
    flags.add("-D" + MasterProcess.SNAPSHOT_EVENTS + "=" + Math.max(50, inFlight / 2));
    if (!point.isEmpty()) {
      int pass = CrashPoints.isFrequent(point) ? 1 + random.nextInt(PASSES_MAX) : 1;
      flags.add("-D" + CrashPoint.PROPERTY + "=" + point + ":" + pass);
    }
    return flags;
  }

  /** What the place needs to be passed that does not happen by itself. */
  private void provoke(String point, Cluster cluster, Load load) throws IOException {
    if (point.contains(".cancelled.")) {
      // Not waited for: the answer comes from the next master.
      Thread.ofVirtual().start(() -> load.submit(Ledger.Kind.CANCELLED, 3));
    } else if (point.contains(".registered.")) {
      // Too small for any task.
      extras++;
      cluster.startHost("extra" + extras, cluster.grpcPort(), 1_000 + extras, 1, 1);
    }
  }

  private void note(String point, boolean diedThere) {
    if (diedThere) {
      reached.add(point);
    } else if (triedTwice.add(point)) {
      points.addLast(point);
    }
  }

  private void judge() {
    for (String point : triedTwice) {
      if (!reached.contains(point) && !points.contains(point)) {
        report.violation("the named place " + point + " was not reached in two tries");
      }
    }
    long slow = recoveries.stream().filter(millis -> millis > RECOVERY_MILLIS).count();
    report.figure("recoveries that took more than 2 s", slow);
  }
}
