package io.github.packtrain.core;

import io.github.packtrain.core.learn.Coverage;
import io.github.packtrain.core.learn.Factors;
import io.github.packtrain.core.learn.KindLessons;
import io.github.packtrain.core.learn.Rung;
import io.github.packtrain.core.learn.Standing;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.core.learn.WorkerLessons;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the master knows of kinds, workers and models, for people. Cost: one look at each job and
 * each worker, so this is for readers, not for the writer's thread.
 *
 * @param tasks tasks of the jobs in the live state by kind, in order of name
 * @param kinds what was learned by kind, in order of name
 * @param workers by id, lost ones left out
 * @param coverage how honest predictions have been, by the evidence that they rested on
 * @param keysByRung how many keys each {@link Rung} knows
 * @param observations how many run times were learned from
 * @param deadlines how jobs stand to theirs
 */
public record Statistics(
    List<TasksOfKind> tasks,
    List<KindLessons> kinds,
    List<WorkerStatistics> workers,
    List<Coverage> coverage,
    List<Integer> keysByRung,
    long observations,
    DeadlineTally deadlines) {
  public Statistics {
    tasks = List.copyOf(tasks);
    kinds = List.copyOf(kinds);
    workers = List.copyOf(workers);
    coverage = List.copyOf(coverage);
    keysByRung = List.copyOf(keysByRung);
  }

  /**
   * Jobs of the live state that have a deadline.
   *
   * @param met ended in time
   * @param missed ended later, or did not complete
   * @param late have not ended, and their deadline is over
   * @param open have not ended, and their deadline is to come
   */
  public record DeadlineTally(int met, int missed, int late, int open) {
    static DeadlineTally of(CoreState state, long nowMillis) {
      int[] counts = new int[4];
      for (JobRecord job : state.jobs.values()) {
        long deadline = job.spec.terms().deadlineMillis();
        if (deadline > 0) {
          boolean completed = job.course().endState == JobState.COMPLETED;
          boolean inTime = (job.hasEnded() ? job.course().endedAtMillis : nowMillis) <= deadline;
          int which = job.hasEnded() ? (completed && inTime ? 0 : 1) : inTime ? 3 : 2;
          counts[which]++;
        }
      }
      return new DeadlineTally(counts[0], counts[1], counts[2], counts[3]);
    }
  }

  /** Tasks of one kind by state. */
  public record TasksOfKind(
      String kind,
      long waiting,
      long active,
      long completed,
      long failed,
      long cancelled,
      long timedOut) {
    private TasksOfKind plus(JobView job) {
      return new TasksOfKind(
          kind,
          waiting + job.waiting() + job.backingOff(),
          active + job.active(),
          completed + job.completed(),
          failed + job.failed(),
          cancelled + job.cancelled(),
          timedOut + job.timedOut());
    }
  }

  /**
   * One worker.
   *
   * @param cpuUsedMilli promised of its CPU, as {@code cpuMilli} is what tasks may use
   * @param gpuUsedMilli promised of its devices, each of which is a thousand
   * @param topics how it did by kind, family and what is shared
   * @param byKind factors for tasks of each kind that it ran, in order of name
   */
  public record WorkerStatistics(
      WorkerId worker,
      String name,
      int attempts,
      int cpuUsedMilli,
      int cpuMilli,
      long gpuUsedMilli,
      long gpuMilli,
      Map<String, Standing> topics,
      Map<String, Factors> byKind) {}

  /**
   * As the state stands.
   *
   * @param nowMillis since the epoch; failures and warmth fade with it
   */
  public static Statistics of(CoreState state, long nowMillis) {
    TreeMap<String, TasksOfKind> tasks = new TreeMap<>();
    for (JobRecord job : state.jobs.values()) {
      String kind = kindOf(job.spec.terms().profile());
      TasksOfKind known = tasks.get(kind);
      TasksOfKind before = known == null ? new TasksOfKind(kind, 0, 0, 0, 0, 0, 0) : known;
      tasks.put(kind, before.plus(JobView.of(job)));
    }
    List<WorkerStatistics> workers = new ArrayList<>();
    for (WorkerRecord worker : state.workers.values()) {
      if (!worker.lost) {
        workers.add(of(state, worker, nowMillis));
      }
    }
    return new Statistics(
        List.copyOf(tasks.values()),
        state.learned.kinds(),
        workers,
        state.learned.coverage(),
        state.learned.keysByRung(),
        state.learned.observations(),
        DeadlineTally.of(state, nowMillis));
  }

  private static String kindOf(Profile profile) {
    return profile.kind().isEmpty() ? Subject.CUSTOM : profile.kind();
  }

  private static WorkerStatistics of(CoreState state, WorkerRecord worker, long nowMillis) {
    WorkerLessons lessons = state.learned.lessonsOf(worker.id.value(), worker.hardware());
    TreeMap<String, Factors> byKind = new TreeMap<>();
    for (KindLessons kind : state.learned.kinds()) {
      byKind.put(
          kind.kind(),
          state.learned.fleet().factors(Subject.ofKind(kind.kind()), lessons, nowMillis));
    }
    long gpuUsed = 0;
    for (AttemptRecord attempt : worker.attempts.sorted()) {
      gpuUsed += attempt.allocation.devices().stream().mapToLong(share -> share.milli()).sum();
    }
    int cpu = worker.spec.allocatable().cpuMilli();
    return new WorkerStatistics(
        worker.id,
        worker.spec.name(),
        worker.attempts.size(),
        cpu - worker.free.resources().cpuMilli(),
        cpu,
        gpuUsed,
        1_000L * worker.spec.devices().size(),
        new TreeMap<>(lessons.standings()),
        byKind);
  }
}
