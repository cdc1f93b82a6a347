package io.github.packtrain.core;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events of one decision, counting what they will end, so that a job's end is said
 * with its last task.
 */
final class Draft {
  private static final int FEW = 2;

  private final long nowMillis;
  private final List<Event> events;

  /** Of the first job that something of ends: most decisions are about one. */
  private @Nullable JobId firstJob;

  private final Ends first = new Ends();

  /** Of all others; null as long as there is none. */
  private @Nullable TreeMap<JobId, Ends> others;

  /** Null as long as no gang is touched. */
  private @Nullable TreeMap<JobId, GangFate> gangs;

  Draft(long nowMillis) {
    this(nowMillis, FEW);
  }

  /** With room for so many events. */
  Draft(long nowMillis, int room) {
    this.nowMillis = nowMillis;
    this.events = new ArrayList<>(room);
  }

  void add(Event event) {
    events.add(event);
  }

  List<Event> events() {
    return events;
  }

  Decision.Accepted accepted(Decision.Reply reply) {
    if (gangs != null) {
      gangs.values().forEach(gang -> gang.settle(this, nowMillis));
    }
    return new Decision.Accepted(events, reply);
  }

  /** An attempt ends with {@code result}; its task ends or runs again as the job's rules say. */
  void endAttempt(AttemptRecord attempt, AttemptResult result) {
    Event.Next next = nextAfter(attempt, result.outcome());
    add(new Event.AttemptEnded(attempt.id, result, next, nowMillis));
    countEnd(attempt.job, next);
    left(attempt.job, attempt.id.task().index(), next);
  }

  /** The task is no longer active or waiting where it was; its gang goes with it. */
  void left(JobRecord job, int index, Event.Next next) {
    if (job.isGang()) {
      if (gangs == null) {
        gangs = new TreeMap<>();
      }
      gangs.computeIfAbsent(job.id, _ -> new GangFate(job)).left(index, next);
    }
  }

  /** The job is cancelled: what waits ends with it, what runs is asked to stop. */
  void cancel(JobRecord job, String by, String reason) {
    add(new Event.JobCancelled(job.id, by, reason, nowMillis));
    for (TaskRecord task : job.tasks()) {
      if (task.status instanceof AttemptRecord attempt && attempt.stopReason != Outcome.CANCELLED) {
        add(new Event.AttemptStopRequested(attempt.id, Outcome.CANCELLED, nowMillis));
      }
    }
    willBeClosed(job);
    countEnds(job, TaskState.CANCELLED, job.waiting + job.course().backingOff);
  }

  void withdraw(AttemptRecord attempt) {
    boolean cancel = attempt.job.cancelled || attempt.stopReason == Outcome.CANCELLED;
    Event.Next next =
        cancel ? new Event.Next.End(TaskState.CANCELLED) : new Event.Next.Retry(nowMillis);
    add(new Event.AttemptWithdrawn(attempt.id, next, nowMillis));
    countEnd(attempt.job, next);
    left(attempt.job, attempt.id.task().index(), next);
  }

  /** To be called when tasks of the job end by another event of this decision. */
  void countEnds(JobRecord job, TaskState state, int count) {
    endsOf(job).add(state, count);
    sayIfEnded(job, false);
  }

  /** The job is closed by this decision: with nothing left to run it ends. */
  void closed(JobRecord job) {
    sayIfEnded(job, true);
  }

  private void countEnd(JobRecord job, Event.Next next) {
    if (next instanceof Event.Next.End(TaskState state)) {
      countEnds(job, state, 1);
    }
  }

  private void sayIfEnded(JobRecord job, boolean closing) {
    Ends more = endsOf(job);
    boolean open = job.open && !closing && !more.closed;
    if (!open && !job.hasEnded() && !more.said && job.endedCount() + more.total() == job.count) {
      more.said = true;
      add(new Event.JobEnded(job.id, endStateOf(job, more), nowMillis));
    }
  }

  /** The job is closed for further tasks by an earlier event of this decision. */
  private void willBeClosed(JobRecord job) {
    endsOf(job).closed = true;
  }

  private Ends endsOf(JobRecord job) {
    if (firstJob == null) {
      firstJob = job.id;
    }
    if (firstJob.equals(job.id)) {
      return first;
    }
    if (others == null) {
      others = new TreeMap<>();
    }
    return others.computeIfAbsent(job.id, _ -> new Ends());
  }

  private static JobState endStateOf(JobRecord job, Ends more) {
    if (job.course().failedCount + job.course().timedOutCount + more.failed > 0) {
      return job.cancelled || more.closed ? JobState.CANCELLED : JobState.FAILED;
    }
    boolean cancelled =
        job.cancelled || more.closed || job.course().cancelledCount + more.cancelled > 0;
    return cancelled ? JobState.CANCELLED : JobState.COMPLETED;
  }

  private Event.Next nextAfter(AttemptRecord attempt, Outcome outcome) {
    JobRecord job = attempt.job;
    if (outcome == Outcome.SUCCEEDED) {
      return new Event.Next.End(TaskState.COMPLETED);
    }
    if (outcome == Outcome.CANCELLED || job.cancelled || attempt.stopReason == Outcome.CANCELLED) {
      return new Event.Next.End(TaskState.CANCELLED);
    }
    int failures = 0;
    int losses = 0;
    for (TaskRecord task : job.isGang() ? job.tasks() : own(attempt)) {
      failures += task.failures;
      losses += task.losses;
    }
    return switch (outcome) {
      case TIMED_OUT -> new Event.Next.End(TaskState.TIMED_OUT);
      case BAD_RESULT -> new Event.Next.End(TaskState.FAILED);
      case EVICTED -> new Event.Next.Retry(nowMillis);
      case LOST ->
          losses + 1 > job.spec.retry().maxLosses()
              ? new Event.Next.End(TaskState.FAILED)
              : new Event.Next.Retry(nowMillis);
      case FAILED, SIGNALLED, OUT_OF_MEMORY, NOT_STARTED ->
          failures + 1 >= job.spec.retry().maxAttempts()
              ? new Event.Next.End(TaskState.FAILED)
              : new Event.Next.Retry(nowMillis + job.spec.retry().backoffAfter(failures + 1));
      case SUCCEEDED, CANCELLED -> throw new IllegalStateException("decided above");
    };
  }

  private static List<TaskRecord> own(AttemptRecord attempt) {
    TaskRecord task = attempt.job.task(attempt.id.task().index());
    return task == null ? List.of() : List.of(task);
  }

  /** Tasks of one job that this decision ends. */
  private static final class Ends {
    int completed;
    int failed;
    int cancelled;
    boolean closed;
    boolean said;

    Ends() {}

    void add(TaskState state, int count) {
      switch (state) {
        case COMPLETED -> completed += count;
        case FAILED, TIMED_OUT -> failed += count;
        case CANCELLED -> cancelled += count;
        case PENDING, ASSIGNED, RUNNING ->
            throw new IllegalArgumentException(state + " is not an end");
      }
    }

    int total() {
      return completed + failed + cancelled;
    }
  }
}
