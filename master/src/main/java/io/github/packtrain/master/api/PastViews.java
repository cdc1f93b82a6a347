package io.github.packtrain.master.api;

import io.github.packtrain.journal.PastAttempt;
import io.github.packtrain.journal.PastJob;
import io.github.packtrain.journal.PastTask;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.protocol.v1.Attempt;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.TaskCounts;
import io.github.packtrain.session.wire.JobWire;
import java.util.List;

/** Jobs, tasks and attempts of the history on the wire. */
final class PastViews {
  private PastViews() {}

  static Job of(PastJob job) {
    Job.Builder wire =
        Job.newBuilder()
            .setId(job.id().toString())
            .setSubmissionId(job.submissionId())
            .setOwner(job.owner())
            .setSpec(JobWire.toWire(job.spec()))
            .setState(JobViews.state(job.state()))
            .setTasks(
                TaskCounts.newBuilder()
                    .setTotal(job.count())
                    .setCompleted(job.completed())
                    .setFailed(job.failed())
                    .setCancelled(job.cancelled())
                    .setTimedOut(job.timedOut()))
            .setCancelRequested(job.cancelRequested());
    Times.ifPassed(job.submittedAtMillis(), wire::setSubmittedAt);
    Times.ifPassed(job.endedAtMillis(), wire::setEndedAt);
    return wire.build();
  }

  static Task of(PastTask task, List<PastAttempt> attempts) {
    Task bare =
        Task.newBuilder()
            .setId(task.id().toString())
            .setJob(task.id().job().toString())
            .setIndex(task.id().index())
            .setState(TaskViews.state(task.state()))
            .setParams(task.params())
            .build();
    return withPast(bare, attempts);
  }

  /**
   * The task with its ended attempts before its current one, and with its recorded result. An
   * attempt that ended since the task was looked at is in both; its end counts.
   */
  static Task withPast(Task task, List<PastAttempt> attempts) {
    if (attempts.isEmpty()) {
      return task;
    }
    Task.Builder wire = task.toBuilder().clearAttempts();
    attempts.forEach(attempt -> wire.addAttempts(of(attempt)));
    int last = attempts.getLast().id().number();
    task.getAttemptsList().stream()
        .filter(current -> current.getNumber() > last)
        .forEach(wire::addAttempts);
    if (task.getState() == io.github.packtrain.protocol.v1.TaskState.TASK_COMPLETED) {
      wire.putAllMetrics(attempts.getLast().result().metrics());
    }
    return wire.build();
  }

  private static Attempt of(PastAttempt attempt) {
    Attempt.Builder wire =
        Attempt.newBuilder()
            .setId(attempt.id().toString())
            .setNumber(attempt.id().number())
            .setWorker(attempt.workerName())
            .setState(TaskViews.state(stateAfter(attempt.result())))
            .setResult(JobWire.toWire(attempt.result()));
    Times.ifPassed(attempt.placedAtMillis(), wire::setPlacedAt);
    Times.ifPassed(attempt.startedAtMillis(), wire::setStartedAt);
    Times.ifPassed(attempt.endedAtMillis(), wire::setEndedAt);
    return wire.build();
  }

  private static TaskState stateAfter(AttemptResult result) {
    return switch (result.outcome()) {
      case SUCCEEDED -> TaskState.COMPLETED;
      case TIMED_OUT -> TaskState.TIMED_OUT;
      case CANCELLED -> TaskState.CANCELLED;
      case FAILED, SIGNALLED, OUT_OF_MEMORY, NOT_STARTED, BAD_RESULT, EVICTED, LOST ->
          TaskState.FAILED;
    };
  }
}
