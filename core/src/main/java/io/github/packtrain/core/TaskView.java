package io.github.packtrain.core;

import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands, for readers.
 *
 * @param attempts how many attempts it has had as far as the live state knows; 0 for ended tasks,
 *     whose history has it
 * @param backoffUntilMillis when its back-off ends, 0 without one
 * @param attempt its current attempt, or null
 */
public record TaskView(
    TaskId id,
    TaskState state,
    String params,
    int attempts,
    int failures,
    int losses,
    long backoffUntilMillis,
    @Nullable AttemptView attempt) {

  static TaskView of(JobRecord job, int index) {
    TaskId id = new TaskId(job.id, index);
    String params = job.paramsOf(index);
    TaskRecord task = job.task(index);
    if (task == null) {
      return new TaskView(id, endOf(job, index), params, 0, 0, 0, 0, null);
    }
    return switch (task.status) {
      case TaskStatus.Waiting _ ->
          new TaskView(
              id, TaskState.PENDING, params, task.attempts, task.failures, task.losses, 0, null);
      case TaskStatus.BackingOff(long until) ->
          new TaskView(
              id,
              TaskState.PENDING,
              params,
              task.attempts,
              task.failures,
              task.losses,
              until,
              null);
      case AttemptRecord attempt ->
          new TaskView(
              id,
              attempt.startedAtMillis > 0 ? TaskState.RUNNING : TaskState.ASSIGNED,
              params,
              task.attempts,
              task.failures,
              task.losses,
              0,
              AttemptView.of(attempt));
    };
  }

  private static TaskState endOf(JobRecord job, int index) {
    for (TaskState end : StateImage.ENDS) {
      if (job.endedIn(end).get(index)) {
        return end;
      }
    }
    return TaskState.PENDING;
  }

  public Optional<AttemptView> findAttempt() {
    return Optional.ofNullable(attempt);
  }
}
