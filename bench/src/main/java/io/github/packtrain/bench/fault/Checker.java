package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Attempt;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.TaskState;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The laws that hold after every fault, once everything has ended:
 *
 * <ol>
 *   <li>what was acknowledged is there
 *   <li>each task has one recorded result: that of the very attempt that it names
 *   <li>exclusive tasks never ran twice at once
 *   <li>what could survive did: no attempt that ran ended otherwise than by itself
 *   <li>nothing is left: no allocation, no process
 *   <li>the journal replayed gives the same state, after an orderly stop and after a kill
 * </ol>
 *
 * That nothing goes back is watched all the time by the {@link Ledger}.
 */
final class Checker {
  private static final long SETTLE_MILLIS = 30_000;

  private final FaultReport report;
  private final Cluster cluster;
  private final MasterCalls calls;
  private final Diary diary;
  private final Set<String> lostBefore = new TreeSet<>();
  private int attempts;
  private int losses;

  Checker(FaultReport report, Cluster cluster, MasterCalls calls, Diary diary) {
    this.report = report;
    this.cluster = cluster;
    this.calls = calls;
    this.diary = diary;
  }

  /** What is lost by now is not the fault's doing: machines were slow when all began. */
  void excuseLosses(List<Ledger.Promise> promises) {
    for (Ledger.Promise promise : promises) {
      calls.tasks(promise.job).stream()
          .flatMap(task -> task.getAttemptsList().stream())
          .filter(attempt -> attempt.getResult().getOutcome() == Outcome.LOST)
          .forEach(attempt -> lostBefore.add(attempt.getId()));
    }
  }

  /**
   * Checks all but the replay.
   *
   * @param survives whether attempts on a worker, by its name, had to survive
   */
  void check(List<Ledger.Promise> promises, Predicate<String> survives)
      throws IOException, TimeoutException {
    Map<String, String> names = new TreeMap<>();
    calls.workers().forEach(worker -> names.put(worker.getId(), worker.getSpec().getName()));
    for (Ledger.Promise promise : promises) {
      List<Task> tasks = calls.tasks(promise.job);
      if (tasks.size() != promise.count) {
        report.violation(
            "of %d acknowledged tasks of %s %d are there"
                .formatted(promise.count, promise.job, tasks.size()));
      }
      for (Task task : tasks) {
        attempts += task.getAttemptsCount();
        checkResult(task, promise.kind);
        for (Attempt attempt : task.getAttemptsList()) {
          checkSurvival(
              attempt, promise.kind, survives.test(names.getOrDefault(attempt.getWorker(), "")));
        }
      }
    }
    diary.overlaps().forEach(attempt -> report.violation(attempt + " overlaps another attempt"));
    checkNothingIsLeft();
    report.figure("jobs", promises.size());
    report.figure("tasks", promises.stream().mapToInt(promise -> promise.count).sum());
    report.figure("attempts", attempts);
    report.figure("attempts that were lost and placed again", losses);
    report.figure("overlaps of exclusive tasks", diary.overlaps().size());
  }

  private void checkResult(Task task, Ledger.Kind kind) throws IOException {
    List<Attempt> succeeded =
        task.getAttemptsList().stream()
            .filter(attempt -> attempt.getResult().getOutcome() == Outcome.SUCCEEDED)
            .toList();
    if (kind == Ledger.Kind.CANCELLED && task.getState() == TaskState.TASK_CANCELLED) {
      if (!succeeded.isEmpty()) {
        report.violation(task.getId() + " is cancelled and has succeeded");
      }
      return;
    }
    if (task.getState() != TaskState.TASK_COMPLETED || succeeded.size() != 1) {
      report.violation(
          "%s is %s with %d successful attempts: %s"
              .formatted(
                  task.getId(), task.getState(), succeeded.size(), brief(task.getAttemptsList())));
      return;
    }
    if (!Load.isHandler(kind)) {
      String attempt = succeeded.getFirst().getId();
      double recorded = task.getMetricsOrDefault("pid", -1);
      Optional<Diary.Entry> seen = diary.find(attempt);
      if (seen.isEmpty() || !seen.get().ended() || seen.get().pid() != (long) recorded) {
        report.violation(attempt + " is recorded with pid " + recorded + ", seen was " + seen);
      }
    }
  }

  private static List<String> brief(List<Attempt> all) {
    return all.stream()
        .map(a -> a.getId() + " " + a.getResult().getOutcome() + " " + a.getResult().getMessage())
        .toList();
  }

  /** What ran, ran on; what its worker had not started yet when it died is placed again. */
  private void checkSurvival(Attempt attempt, Ledger.Kind kind, boolean mustSurvive)
      throws IOException {
    Outcome outcome = attempt.getResult().getOutcome();
    if (outcome == Outcome.SUCCEEDED
        || kind == Ledger.Kind.CANCELLED
        || lostBefore.contains(attempt.getId())) {
      return;
    }
    losses++;
    boolean ran =
        Load.isHandler(kind) ? attempt.hasStartedAt() : diary.find(attempt.getId()).isPresent();
    if (ran && mustSurvive && kind != Ledger.Kind.EXCLUSIVE) {
      report.violation(
          "%s did not survive: %s %s"
              .formatted(attempt.getId(), outcome, attempt.getResult().getMessage()));
    }
  }

  private void checkNothingIsLeft() throws TimeoutException {
    try {
      Cluster.await("processes of tasks to be gone", SETTLE_MILLIS, () -> diary.living() == 0);
    } catch (TimeoutException e) {
      report.violation(diary.living() + " processes of tasks are left");
    }
    for (Worker worker : calls.workers()) {
      if (worker.getAttempts() != 0 || worker.getAllocated().getCpuMilli() != 0) {
        report.violation(
            "worker %s still has %d attempts and %d cpuMilli"
                .formatted(
                    worker.getSpec().getName(),
                    worker.getAttempts(),
                    worker.getAllocated().getCpuMilli()));
      }
    }
  }

  /** Workers that are neither lost nor unreachable. */
  static long connected(MasterCalls calls) {
    return calls.workers().stream().filter(Checker::isConnected).count();
  }

  static boolean isConnected(Worker worker) {
    return worker.getState() != WorkerState.WORKER_LOST
        && worker.getState() != WorkerState.WORKER_UNREACHABLE;
  }

  /** Stops and starts the master, kills and starts it: each time everything is as it was. */
  void checkReplay() throws IOException, InterruptedException, TimeoutException {
    Map<String, String> before = everything();
    cluster.stopMaster();
    cluster.startMaster();
    same("an orderly restart", before, everything());
    cluster.killMaster();
    cluster.startMaster();
    same("a restart after a kill", before, everything());
    report.figure("jobs compared after restarts", before.size());
  }

  private Map<String, String> everything() {
    Map<String, String> all = new TreeMap<>();
    for (Job job : calls.jobs()) {
      List<Task> tasks = new ArrayList<>(calls.tasks(job.getId()));
      all.put(job.getId(), job + "\n" + tasks.hashCode());
    }
    return all;
  }

  private void same(String after, Map<String, String> before, Map<String, String> now) {
    for (String job : before.keySet()) {
      if (!before.get(job).equals(now.get(job))) {
        report.violation(
            "after %s %s is not as it was: %s before, %s now"
                .formatted(after, job, before.get(job), now.get(job)));
      }
    }
    if (now.size() != before.size()) {
      report.violation(
          "after %s there are %d jobs, before %d".formatted(after, now.size(), before.size()));
    }
  }
}
