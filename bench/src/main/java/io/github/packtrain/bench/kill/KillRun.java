package io.github.packtrain.bench.kill;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Attempt;
import io.github.packtrain.protocol.v1.CommandBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.LeasePolicy;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;

/**
 * One run: a master, two workers, two jobs of commands, and faults at seeded moments. Afterwards
 * every task must have ended, with one recorded result, which is that of the very attempt that it
 * names; attempts that must not overlap did not; and work that could survive did.
 *
 * <p>The seed decides the faults and their moments; the operating system decides the rest, so a
 * seed narrows a failure down rather than repeating it exactly.
 */
public final class KillRun {
  private static final long HEARTBEAT_MILLIS = 200;
  private static final long LOST_AFTER_MILLIS = 2_000;

  /** Where work has to survive: longer than a process needs to start on a busy machine. */
  private static final long SURVIVAL_MILLIS = 10_000;

  private static final long END_MILLIS = 120_000;
  private static final int TASKS = 24;
  private static final int FAULTS = 6;

  private final long seed;
  private final KillMode mode;
  private final Path directory;
  private final SplittableRandom random;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param directory of the run; it stays afterwards
   */
  public KillRun(long seed, KillMode mode, Path directory) {
    this.seed = seed;
    this.mode = mode;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
  }

  /** What the run saw. */
  public record Report(
      long seed, KillMode mode, int faults, int tasks, int attempts, List<String> violations) {
    @Override
    public String toString() {
      return "seed %d %s: %d faults, %d tasks, %d attempts, %d violations"
          .formatted(seed, mode, faults, tasks, attempts, violations.size());
    }
  }

  public Report run() throws IOException, InterruptedException, TimeoutException {
    Witness witness = new Witness(directory.resolve("witness"));
    Path program = witness.writeProgram();
    try (Cluster cluster =
        new Cluster(directory, HEARTBEAT_MILLIS, mayLose() ? LOST_AFTER_MILLIS : SURVIVAL_MILLIS)) {
      cluster.startMaster();
      cluster.startWorker("a", List.of("--cpus", "4", "--gpus", "none"));
      cluster.startWorker("b", List.of("--cpus", "4", "--gpus", "none"));
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        List<String> jobs =
            List.of(
                calls.submit(job("keep", program, LeasePolicy.KEEP)),
                calls.submit(job("stop", program, LeasePolicy.STOP)));
        Cluster.await("the first tasks to run", END_MILLIS, () -> witness.count() >= 4);
        for (int i = 0; i < FAULTS; i++) {
          Cluster.pause(random.nextLong(100, 900));
          strike(cluster);
        }
        Cluster.await(
            "all tasks to end",
            END_MILLIS,
            () -> jobs.stream().allMatch(id -> MasterCalls.hasEnded(calls.job(id))));
        int attempts = 0;
        for (String job : jobs) {
          attempts += check(calls.tasks(job), job.equals(jobs.getLast()), witness);
        }
        return new Report(seed, mode, FAULTS, jobs.size() * TASKS, attempts, violations);
      }
    }
  }

  private static SubmitJobRequest job(String name, Path program, LeasePolicy policy) {
    return SubmitJobRequest.newBuilder()
        .setSubmissionId(name)
        .setCount(TASKS)
        .setSpec(
            JobSpec.newBuilder()
                .setName(name)
                .setCommand(
                    CommandBody.newBuilder().addArgv("sh").addArgv(program.toString()).addArgv("4"))
                .setRequest(
                    Request.newBuilder().setResources(Resources.newBuilder().setCpuMilli(1_000)))
                .setLeasePolicy(policy)
                .setGraceMillis(200)
                .setRetry(RetryPolicy.newBuilder().setMaxLosses(1_000))
                .addRequiredMetrics("pid"))
        .build();
  }

  private boolean mayLose() {
    return mode == KillMode.FREEZE || mode == KillMode.ALL;
  }

  // ---- faults

  private void strike(Cluster cluster) throws IOException, InterruptedException, TimeoutException {
    switch (mode) {
      case MASTER -> strikeMaster(cluster);
      case WORKER -> strikeWorker(cluster, anyWorker(cluster));
      case FREEZE -> freeze(cluster, anyWorker(cluster));
      case ALL -> {
        switch (random.nextInt(4)) {
          case 0 -> strikeMaster(cluster);
          case 1 -> strikeWorker(cluster, anyWorker(cluster));
          case 2 -> freeze(cluster, anyWorker(cluster));
          default -> strikeMachine(cluster, anyWorker(cluster));
        }
      }
    }
  }

  private String anyWorker(Cluster cluster) {
    List<String> names = cluster.workerNames();
    return names.get(random.nextInt(names.size()));
  }

  private void strikeMaster(Cluster cluster)
      throws IOException, InterruptedException, TimeoutException {
    cluster.killMaster();
    Cluster.pause(random.nextLong(0, 500));
    cluster.startMaster();
  }

  private void strikeWorker(Cluster cluster, String name) throws IOException, InterruptedException {
    cluster.killWorker(name);
    Cluster.pause(random.nextLong(0, 200));
    cluster.restartWorker(name);
  }

  private static void freeze(Cluster cluster, String name)
      throws IOException, InterruptedException {
    Cluster.signal(cluster.worker(name).toHandle(), "STOP");
    Cluster.pause(2 * LOST_AFTER_MILLIS);
    Cluster.signal(cluster.worker(name).toHandle(), "CONT");
  }

  private static void strikeMachine(Cluster cluster, String name)
      throws IOException, InterruptedException {
    cluster.guardOf(name).forEach(ProcessHandle::destroyForcibly);
    cluster.killWorker(name);
    cluster.restartWorker(name);
  }

  // ---- the check

  private int check(List<Task> tasks, boolean exclusive, Witness witness) throws IOException {
    if (tasks.size() != TASKS) {
      violations.add("of " + TASKS + " acknowledged tasks " + tasks.size() + " are listed");
    }
    int attempts = 0;
    for (Task task : tasks) {
      attempts += task.getAttemptsCount();
      checkResult(task, witness);
      if (exclusive) {
        checkNoOverlap(task, witness);
      }
      if (!mayLose()) {
        checkSurvival(task, witness);
      }
    }
    return attempts;
  }

  /**
   * What ran, ran on. (An attempt that its worker had not started yet when it died is placed
   * again.)
   */
  private void checkSurvival(Task task, Witness witness) throws IOException {
    for (Attempt attempt : task.getAttemptsList()) {
      boolean ran = witness.find(attempt.getId()).isPresent();
      if (ran && attempt.getResult().getOutcome() != Outcome.SUCCEEDED) {
        violations.add(attempt.getId() + " did not survive: " + attempt.getResult());
      }
    }
  }

  private void checkResult(Task task, Witness witness) throws IOException {
    List<Attempt> succeeded =
        task.getAttemptsList().stream()
            .filter(attempt -> attempt.getResult().getOutcome() == Outcome.SUCCEEDED)
            .toList();
    if (task.getState() != TaskState.TASK_COMPLETED || succeeded.size() != 1) {
      violations.add(
          "%s is %s with %d successful attempts: %s"
              .formatted(task.getId(), task.getState(), succeeded.size(), task.getAttemptsList()));
      return;
    }
    String attempt = succeeded.getFirst().getId();
    double recorded = task.getMetricsOrDefault("pid", -1);
    Optional<Witness.Sighting> seen = witness.find(attempt);
    if (seen.isEmpty() || !seen.get().ended() || seen.get().pid() != (long) recorded) {
      violations.add(attempt + " is recorded with pid " + recorded + ", seen was " + seen);
    }
  }

  private void checkNoOverlap(Task task, Witness witness) throws IOException {
    List<Witness.Sighting> sightings = new ArrayList<>();
    for (Attempt attempt : task.getAttemptsList()) {
      witness.find(attempt.getId()).ifPresent(sightings::add);
    }
    sightings.sort(Comparator.comparingLong(Witness.Sighting::firstNanos));
    for (int i = 1; i < sightings.size(); i++) {
      if (sightings.get(i - 1).lastNanos() >= sightings.get(i).firstNanos()) {
        violations.add(task.getId() + " overlaps itself: " + sightings);
      }
    }
  }
}
