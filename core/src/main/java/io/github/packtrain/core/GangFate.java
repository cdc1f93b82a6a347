package io.github.packtrain.core;

import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.util.TreeMap;

/**
 * What becomes of a gang when some of its members leave their workers in one decision.
 *
 * <p>A member that goes to run again takes the others with it: they are stopped, and all start anew
 * together. When one is over for good and not completed, or one has completed while another would
 * have to run again, the gang can never be whole any more: the rest is cancelled.
 */
final class GangFate {
  private static final String BY = "gang";

  private final JobRecord job;
  private final TreeMap<Integer, Event.Next> left = new TreeMap<>();

  GangFate(JobRecord job) {
    this.job = job;
  }

  void left(int index, Event.Next next) {
    left.put(index, next);
  }

  void settle(Draft draft, long nowMillis) {
    if (job.cancelled) {
      return;
    }
    int completed = job.course().completedCount;
    int lost = job.endedCount() - completed;
    int out = 0;
    for (int index = 0; index < job.count; index++) {
      Event.Next next = left.get(index);
      switch (next) {
        case Event.Next.End(TaskState end) -> {
          completed += end == TaskState.COMPLETED ? 1 : 0;
          lost += end == TaskState.COMPLETED ? 0 : 1;
        }
        case Event.Next.Retry _ -> out++;
        case null -> out += isOut(index) ? 1 : 0;
      }
    }
    if (lost > 0 || (completed > 0 && out > 0)) {
      giveUp(draft, nowMillis);
    } else if (out > 0) {
      stop(draft, Outcome.EVICTED, nowMillis);
    }
  }

  /** Whether the task waits or backs off. */
  private boolean isOut(int index) {
    TaskRecord task = job.task(index);
    return !job.isEnded(index) && !(task != null && task.status instanceof AttemptRecord);
  }

  private void giveUp(Draft draft, long nowMillis) {
    stop(draft, Outcome.CANCELLED, nowMillis);
    for (int index = 0; index < job.count; index++) {
      boolean waits =
          left.get(index) instanceof Event.Next.Retry || (!left.containsKey(index) && isOut(index));
      if (waits) {
        TaskId task = new TaskId(job.id, index);
        String reason = "another task of its gang has ended, and they run together";
        draft.add(new Event.TaskCancelled(task, BY, reason, nowMillis));
        draft.countEnds(job, TaskState.CANCELLED, 1);
      }
    }
  }

  private void stop(Draft draft, Outcome why, long nowMillis) {
    for (TaskRecord task : job.tasks()) {
      if (task.status instanceof AttemptRecord attempt
          && !left.containsKey(task.index)
          && attempt.stopReason != Outcome.CANCELLED
          && attempt.stopReason != why) {
        draft.add(new Event.AttemptStopRequested(attempt.id, why, nowMillis));
      }
    }
  }
}
