package io.github.packtrain.core;

import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The state as the events that rebuild it: one codec and one apply path for the journal and for
 * snapshots.
 */
final class StateImage {
  /** Order of the bit sets in {@link Event.JobRestored}. */
  static final List<TaskState> ENDS =
      List.of(TaskState.COMPLETED, TaskState.FAILED, TaskState.CANCELLED, TaskState.TIMED_OUT);

  private StateImage() {}

  static List<Event> of(CoreState state) {
    List<Event> events = new ArrayList<>();
    for (WorkerRecord worker : state.workers.values()) {
      events.add(
          new Event.WorkerRestored(
              worker.id,
              worker.uid,
              worker.incarnation,
              worker.spec,
              worker.lost,
              worker.draining,
              worker.drainReason,
              worker.changedAtMillis));
    }
    for (QueueRecord queue : state.queues.values()) {
      if (queue.configured) {
        events.add(
            new Event.QueueConfigured(
                queue.name,
                queue.orderName,
                queue.options,
                List.copyOf(queue.samples),
                queue.fresh,
                queue.by,
                queue.configuredAtMillis));
        if (queue.setting().isCutOff()) {
          events.add(new Event.PolicyCutOff(queue.name, queue.orderName, queue.problem, 0));
        }
      }
    }
    if (state.placement != null) {
      Setting set = state.placement;
      events.add(
          new Event.PlacementConfigured(set.name(), set.options(), set.by(), set.atMillis()));
      if (set.isCutOff()) {
        events.add(new Event.PolicyCutOff("", set.name(), set.problem(), 0));
      }
    }
    state
        .reservations
        .values()
        .forEach(kept -> events.add(new Event.ReservationAdded(kept, "", 0)));
    for (JobRecord job : state.endedJobs) {
      addJob(events, job);
    }
    for (JobRecord job : state.jobs.values()) {
      if (!job.hasEnded()) {
        addJob(events, job);
      }
    }
    state.learned.snapshot().forEach(lesson -> events.add(new Event.LearnedRestored(lesson)));
    events.add(new Event.CountersRestored(state.lastJob, state.lastWorker, state.position));
    return events;
  }

  private static void addJob(List<Event> events, JobRecord job) {
    List<List<Long>> ended = new ArrayList<>();
    for (TaskState end : ENDS) {
      ended.add(words(job.endedIn(end)));
    }
    Event.JobAdmitted admitted =
        new Event.JobAdmitted(
            job.id,
            job.submissionId,
            job.owner,
            job.submittedAtMillis,
            job.spec,
            job.count,
            job.params(),
            job.open);
    Event.JobEnded end =
        job.hasEnded()
            ? new Event.JobEnded(job.id, job.course().endState, job.course().endedAtMillis)
            : null;
    events.add(
        new Event.JobRestored(
            admitted,
            job.cancelled,
            job.next,
            job.returned(),
            ended,
            job.course().numberBase,
            job.course().numberMax,
            job.course().meanRunMillis,
            job.course().observations,
            end,
            new Event.Service(
                job.course().servedMillis,
                job.course().turn,
                job.course().seat,
                job.course().rank)));
    job.met().stream().forEach(place -> events.add(new Event.DependencyMet(job.id, place, 0)));
    for (TaskRecord task : job.tasks()) {
      events.add(
          new Event.TaskRestored(
              new TaskId(job.id, task.index),
              task.attempts,
              task.failures,
              task.losses,
              task.servedMillis,
              task.keptMillis,
              statusOf(task)));
    }
  }

  private static Event.Status statusOf(TaskRecord task) {
    return switch (task.status) {
      case TaskStatus.Waiting _ -> new Event.Status.Waiting();
      case TaskStatus.BackingOff(long until) -> new Event.Status.BackingOff(until);
      case AttemptRecord attempt ->
          new Event.Status.Active(
              attempt.worker.id,
              attempt.allocation.devices(),
              attempt.behind,
              attempt.follower,
              attempt.placedAtMillis,
              attempt.startedAtMillis,
              attempt.stopReason,
              attempt.expected,
              attempt.port);
    };
  }

  private static List<Long> words(BitSet bits) {
    return Arrays.stream(bits.toLongArray()).boxed().toList();
  }
}
