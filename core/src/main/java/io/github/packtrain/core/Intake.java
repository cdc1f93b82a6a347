package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.Dependents.Fate;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The jobs that one decision takes in, and what they come to together. */
final class Intake {
  private final CoreState state;
  private final CoreLimits limits;
  private final SubmissionRules rules;
  private final long nowMillis;
  private final List<Event> events = new ArrayList<>(1);
  private final List<Reply.JobAccepted> replies = new ArrayList<>(1);
  private long lastJob;
  private long tasks;
  private int jobs;

  Intake(CoreState state, CoreLimits limits, long nowMillis) {
    this.state = state;
    this.limits = limits;
    this.rules = new SubmissionRules(limits);
    this.nowMillis = nowMillis;
    this.lastJob = state.lastJob;
  }

  Decision accepted(Reply reply) {
    return new Decision.Accepted(events, reply);
  }

  List<Reply.JobAccepted> replies() {
    return replies;
  }

  /**
   * Takes the job in, or says why not.
   *
   * @param lastKnown highest number of a job that it may wait for, those of this decision included
   */
  Optional<Rejection> problemOf(Command.SubmitJob c, long lastKnown) {
    Optional<Rejection> problem = rules.problemOf(c);
    if (problem.isPresent()) {
      return problem;
    }
    JobRecord known = state.submissions.get(c.by().name(), c.submissionId());
    if (known != null) {
      return repeated(c, known);
    }
    problem =
        Admission.crowding(state, limits, tasks + c.count())
            .or(() -> Admission.jobCrowding(state, limits, jobs))
            .or(() -> dependencyProblem(c, lastKnown))
            .or(() -> deadlineProblem(c));
    if (problem.isEmpty()) {
      admit(c);
    }
    return problem;
  }

  private Optional<Rejection> deadlineProblem(Command.SubmitJob c) {
    return c.spec().terms().firm()
        ? state.deadlineProblem(c.spec(), c.count(), nowMillis)
        : Optional.empty();
  }

  private void admit(Command.SubmitJob c) {
    JobId id = new JobId(++lastJob);
    tasks += c.count();
    jobs++;
    replies.add(new Reply.JobAccepted(id, c.count(), true));
    events.add(
        new Event.JobAdmitted(
            id,
            c.submissionId(),
            c.by().name(),
            nowMillis,
            c.spec(),
            c.count(),
            c.params(),
            c.open()));
    List<Dependency> all = c.spec().after().dependencies();
    for (int place = 0; place < all.size(); place++) {
      if (isOver(all.get(place))) {
        events.add(new Event.DependencyMet(id, place, nowMillis));
      }
    }
  }

  /** A job of the past that was forgotten has ended, in whatever way. */
  private boolean isOver(Dependency dependency) {
    return isForgotten(dependency) || state.dependents.fateOf(dependency) == Fate.MET;
  }

  private boolean isForgotten(Dependency dependency) {
    long job = dependency.job().value();
    return job <= state.lastJob && state.jobs.get(job) == null;
  }

  private Optional<Rejection> repeated(Command.SubmitJob c, JobRecord job) {
    if (job.spec.equals(c.spec()) && isSameList(c, job)) {
      replies.add(new Reply.JobAccepted(job.id, job.count, false));
      return Optional.empty();
    }
    return Optional.of(
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

  // ---- what it waits for

  private Optional<Rejection> dependencyProblem(Command.SubmitJob c, long lastKnown) {
    boolean keep = c.spec().after().keep();
    for (Dependency dependency : c.spec().after().dependencies()) {
      Optional<Rejection> problem = problemOf(dependency, keep, lastKnown);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<Rejection> problemOf(Dependency dependency, boolean keep, long lastKnown) {
    JobId id = dependency.job();
    if (id.value() > lastKnown) {
      return Optional.of(noSuchJob(dependency));
    }
    JobRecord target = state.jobs.get(id.value());
    if (target != null && dependency.index() >= target.count) {
      return Optional.of(
          Rejection.notFound(
              "DEPENDENCY_NOT_FOUND",
              "the job waits for " + dependency.target() + ", and there is no such task",
              "the job has fewer tasks",
              "tasks of " + id + " go from 0 to " + (target.count - 1)));
    }
    if (isForgotten(dependency) && dependency.when() == When.SUCCEEDED) {
      return Optional.of(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "DEPENDENCY_FORGOTTEN",
              "the job waits for " + dependency.target() + " to succeed, which ended long ago",
              "only the history knows how it ended",
              "packtrain job show " + id + " tells; if it completed, leave the dependency out"));
    }
    if (!keep && state.dependents.fateOf(dependency) == Fate.NEVER) {
      return Optional.of(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "DEPENDENCY_FAILED",
              "the job could never start",
              new Settling(state).failureOf(dependency),
              "packtrain job retry "
                  + id
                  + " tries that again; --after-any takes any end, --after-keep waits all the"
                  + " same"));
    }
    return Optional.empty();
  }

  static Rejection noSuchJob(Dependency dependency) {
    return Rejection.notFound(
        "DEPENDENCY_NOT_FOUND",
        "the job waits for " + dependency.target() + ", and there is no job " + dependency.job(),
        "packtrain job list shows the jobs; submit what it waits for first");
  }
}
