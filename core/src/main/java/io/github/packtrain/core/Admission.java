package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.List;
import java.util.Optional;

/** Jobs come in. Whatever is wrong with a submission is said here, before anything is recorded. */
final class Admission {
  private final CoreState state;
  private final CoreLimits limits;
  private final SubmissionRules rules;

  Admission(CoreState state, CoreLimits limits) {
    this.state = state;
    this.limits = limits;
    this.rules = new SubmissionRules(limits);
  }

  Decision submit(Command.SubmitJob c, long nowMillis) {
    Intake intake = new Intake(state, limits, nowMillis);
    return intake
        .problemOf(c, state.lastJob)
        .map(Decision::rejected)
        .orElseGet(() -> intake.accepted(intake.replies().getFirst()));
  }

  /** All are accepted or none. */
  Decision submitAll(Command.SubmitJobs c, long nowMillis) {
    Batch batch = new Batch(c, state);
    Optional<Rejection> problem = batch.problem();
    Intake intake = new Intake(state, limits, nowMillis);
    for (Command.SubmitJob job :
        problem.isEmpty() ? batch.resolved() : List.<Command.SubmitJob>of()) {
      problem = problem.or(() -> intake.problemOf(job, batch.lastJob()));
    }
    return problem
        .map(Decision::rejected)
        .orElseGet(() -> intake.accepted(new Reply.JobsAccepted(intake.replies())));
  }

  Decision addTasks(Command.AddTasks c) {
    JobRecord job = state.jobs.get(c.job().value());
    if (job == null) {
      return Decision.rejected(Rejections.noSuchJob(c.job()));
    }
    int more = c.params().size();
    boolean repeated = c.from() >= 0 && (long) c.from() + more <= job.count;
    if (repeated) {
      return new Decision.Accepted(List.of(), new Reply.JobAccepted(job.id, job.count, false));
    }
    if (!job.open || c.from() != job.count) {
      return Decision.rejected(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              job.open ? "TASKS_OUT_OF_ORDER" : "JOB_CLOSED",
              "cannot add tasks to " + job.id + " from index " + c.from(),
              job.open ? "its next index is " + job.count : "the job is closed",
              job.open ? "add tasks from index " + job.count : "submit a new job"));
    }
    Optional<Rejection> problem =
        tooLong(job, more)
            .or(() -> rules.paramsProblem(c.params(), c.from()))
            .or(() -> isOwn(c.by()) ? Optional.empty() : crowding(state, limits, more));
    if (problem.isPresent()) {
      return Decision.rejected(problem.get());
    }
    return new Decision.Accepted(
        List.of(new Event.TasksAdded(job.id, c.params())),
        new Reply.JobAccepted(job.id, job.count + more, false));
  }

  /** A study's trials are bounded by the study, and one refused would never come to an end. */
  private static boolean isOwn(Principal by) {
    return by.equals(Principal.SYSTEM);
  }

  private Optional<Rejection> tooLong(JobRecord job, int more) {
    return job.count + (long) more <= limits.tasksPerJobMax()
        ? Optional.empty()
        : Optional.of(
            Rejection.invalid(
                "TASK_COUNT",
                "job " + job.id + " has " + job.count + " tasks and would get " + more + " more",
                "a job has at most " + limits.tasksPerJobMax() + " tasks: submit another job"));
  }

  Decision close(Command.CloseJob c, long nowMillis) {
    JobRecord job = state.jobs.get(c.job().value());
    if (job == null) {
      return Decision.rejected(Rejections.noSuchJob(c.job()));
    }
    if (!job.open) {
      return Decision.of();
    }
    Draft draft = new Draft(nowMillis);
    draft.add(new Event.JobClosed(job.id));
    draft.closed(job);
    return draft.accepted(new Reply.Done());
  }

  /** Whether that many more tasks may wait. */
  static Optional<Rejection> crowding(CoreState state, CoreLimits limits, long more) {
    return state.waitingTasks + more > limits.tasksWaitingMax()
        ? Optional.of(Rejections.tooManyWaiting(more, state, limits))
        : Optional.empty();
  }

  /** Whether one more job may live, when {@code more} come besides. */
  static Optional<Rejection> jobCrowding(CoreState state, CoreLimits limits, int more) {
    int live = state.jobs.size() - state.endedJobs.size() + more;
    return live >= limits.jobsLiveMax()
        ? Optional.of(Rejections.tooManyJobs(live, limits))
        : Optional.empty();
  }
}
