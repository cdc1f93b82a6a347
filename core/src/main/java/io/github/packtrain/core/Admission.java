package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
    Optional<Rejection> problem = rules.problemOf(c);
    if (problem.isPresent()) {
      return Decision.rejected(problem.get());
    }
    JobRecord known = state.submissions.get(c.by().name(), c.submissionId());
    if (known != null) {
      return repeated(c, known);
    }
    Optional<Rejection> full =
        crowding(state, limits, c.count()).or(() -> jobCrowding(state, limits));
    if (full.isPresent()) {
      return Decision.rejected(full.get());
    }
    JobId id = new JobId(state.lastJob + 1);
    Event admitted =
        new Event.JobAdmitted(
            id,
            c.submissionId(),
            c.by().name(),
            nowMillis,
            c.spec(),
            c.count(),
            c.params(),
            c.open());
    return new Decision.Accepted(List.of(admitted), new Reply.JobAccepted(id, c.count(), true));
  }

  private static Decision repeated(Command.SubmitJob c, JobRecord job) {
    if (job.spec.equals(c.spec()) && isSameList(c, job)) {
      return new Decision.Accepted(List.of(), new Reply.JobAccepted(job.id, job.count, false));
    }
    return Decision.rejected(
        new Rejection(
            Kind.ALREADY_EXISTS,
            "SUBMISSION_ID_REUSED",
            "submission id '" + c.submissionId() + "' already stands for job " + job.id,
            "the job submitted now differs from it",
            "use a new submission id for a new job, or submit the same job again"));
  }

  /** An open job may have grown since: then its first tasks are compared. */
  private static boolean isSameList(Command.SubmitJob c, JobRecord job) {
    boolean sameParams =
        IntStream.range(0, Math.min(c.count(), job.count))
            .allMatch(i -> job.paramsOf(i).equals(c.params().isEmpty() ? "" : c.params().get(i)));
    return sameParams && (c.count() == job.count || (c.open() && c.count() < job.count));
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

  /** Whether one more job may live. */
  static Optional<Rejection> jobCrowding(CoreState state, CoreLimits limits) {
    int live = state.jobs.size() - state.endedJobs.size();
    return live >= limits.jobsLiveMax()
        ? Optional.of(Rejections.tooManyJobs(live, limits))
        : Optional.empty();
  }
}
