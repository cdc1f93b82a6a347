package io.github.packtrain.core;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;

/** Rejections that several handlers share. */
final class Rejections {
  private Rejections() {}

  static Rejection noSuchJob(JobId id) {
    return Rejection.notFound(
        "JOB_NOT_FOUND", "there is no job " + id, "packtrain job list shows the jobs");
  }

  static Rejection noSuchTask(TaskId id, int count) {
    return Rejection.notFound(
        "TASK_NOT_FOUND",
        "there is no task " + id,
        "the job has no task of that number",
        "tasks of " + id.job() + " go from 0 to " + (count - 1));
  }

  static Rejection noSuchWorker(WorkerId id) {
    return Rejection.notFound(
        "WORKER_NOT_FOUND", "there is no worker " + id, "packtrain worker list shows the workers");
  }

  static Rejection stale(AttemptId id, WorkerId worker) {
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "STALE_ATTEMPT",
        "attempt " + id + " on " + worker + " is not the task's current attempt",
        "it ended, was replaced or never was",
        "drop it: its result does not count");
  }

  static Rejection tooManyWaiting(long more, CoreState state, CoreLimits limits) {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "TOO_MANY_WAITING_TASKS",
        "cannot accept " + more + " more tasks",
        state.waitingTasks + " tasks wait already, the limit is " + limits.tasksWaitingMax(),
        "wait until some have run, then try again");
  }

  static Rejection tooManyJobs(int live, CoreLimits limits) {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "TOO_MANY_JOBS",
        "cannot accept another job",
        live + " jobs have not ended, the limit is " + limits.jobsLiveMax(),
        "submit fewer jobs with more tasks each, or wait");
  }
}
