package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Jobs come in. Whatever is wrong with a submission is said here, before anything is recorded. */
final class Admission {
  private static final Pattern QUEUE_NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
  private static final int NAME_CHARS_MAX = 200;
  private static final int SUBMISSION_ID_CHARS_MAX = 200;

  private final CoreState state;
  private final CoreLimits limits;

  Admission(CoreState state, CoreLimits limits) {
    this.state = state;
    this.limits = limits;
  }

  Decision submit(Command.SubmitJob c, long nowMillis) {
    Optional<Rejection> problem = problemOf(c);
    if (problem.isPresent()) {
      return Decision.rejected(problem.get());
    }
    JobId known = state.submissions.get(CoreState.submissionKey(c.by().name(), c.submissionId()));
    if (known != null) {
      return repeated(c, state.job(known));
    }
    Optional<Rejection> full = fullness(c.count());
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
    boolean same =
        job.spec.equals(c.spec())
            && (c.open() || (job.count == c.count() && job.params.equals(c.params())));
    if (same) {
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

  Decision addTasks(Command.AddTasks c) {
    JobRecord job = state.jobs.get(c.job());
    if (job == null) {
      return Decision.rejected(Rejections.noSuchJob(c.job()));
    }
    if (c.from() + c.params().size() <= job.count) {
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
    Optional<Rejection> full = fullness(c.params().size());
    if (full.isPresent()) {
      return Decision.rejected(full.get());
    }
    return new Decision.Accepted(
        List.of(new Event.TasksAdded(job.id, c.params())),
        new Reply.JobAccepted(job.id, job.count + c.params().size(), false));
  }

  Decision close(Command.CloseJob c, long nowMillis) {
    JobRecord job = state.jobs.get(c.job());
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

  private Optional<Rejection> fullness(int more) {
    if (state.waitingTasks + more > limits.tasksWaitingMax()) {
      return Optional.of(
          new Rejection(
              Kind.RESOURCE_EXHAUSTED,
              "TOO_MANY_WAITING_TASKS",
              "cannot accept " + more + " more tasks",
              state.waitingTasks + " tasks wait already, the limit is " + limits.tasksWaitingMax(),
              "wait until some have run, then submit again"));
    }
    int live = state.jobs.size() - state.endedJobs.size();
    if (live >= limits.jobsLiveMax()) {
      return Optional.of(
          new Rejection(
              Kind.RESOURCE_EXHAUSTED,
              "TOO_MANY_JOBS",
              "cannot accept another job",
              live + " jobs have not ended, the limit is " + limits.jobsLiveMax(),
              "submit fewer jobs with more tasks each, or wait"));
    }
    return Optional.empty();
  }

  private Optional<Rejection> problemOf(Command.SubmitJob c) {
    JobSpec spec = c.spec();
    if (c.submissionId().isEmpty() || c.submissionId().length() > SUBMISSION_ID_CHARS_MAX) {
      return invalid(
          "SUBMISSION_ID",
          "a submission id has 1 to "
              + SUBMISSION_ID_CHARS_MAX
              + " characters, not "
              + c.submissionId().length(),
          "give each submission an id of its own, such as a UUID");
    }
    if (spec.name().isEmpty()
        || spec.name().length() > NAME_CHARS_MAX
        || hasControlCharacters(spec.name())) {
      return invalid(
          "JOB_NAME",
          "a job name has 1 to "
              + NAME_CHARS_MAX
              + " printable characters, not '"
              + Rejections.shown(spec.name())
              + "'",
          "choose another name");
    }
    if (!QUEUE_NAME.matcher(spec.queue()).matches()) {
      return invalid(
          "QUEUE_NAME",
          "'" + Rejections.shown(spec.queue()) + "' is not a queue name",
          "use lower-case letters, digits, '.', '_' and '-', at most 63");
    }
    if (spec.priority() < JobSpec.PRIORITY_MIN || spec.priority() > JobSpec.PRIORITY_MAX) {
      return invalid(
          "PRIORITY_RANGE",
          "priority " + spec.priority() + " is out of range",
          "use " + JobSpec.PRIORITY_MIN + " to " + JobSpec.PRIORITY_MAX + "; higher runs first");
    }
    if (spec.timeLimitMillis() < 1 || spec.graceMillis() < 0 || spec.maxParallel() < 0) {
      return invalid(
          "LIMIT_RANGE",
          "time limit "
              + spec.timeLimitMillis()
              + " ms, grace "
              + spec.graceMillis()
              + " ms, max parallel "
              + spec.maxParallel()
              + ": one is out of range",
          "the time limit is at least 1 ms, the others at least 0");
    }
    int countMin = c.open() ? 0 : 1;
    if (c.count() < countMin || c.count() > limits.tasksPerJobMax()) {
      return invalid(
          "TASK_COUNT",
          "a job has " + countMin + " to " + limits.tasksPerJobMax() + " tasks, not " + c.count(),
          "split it into several jobs, or give it at least one task");
    }
    if (!c.params().isEmpty() && c.params().size() != c.count()) {
      return invalid(
          "PARAMS_COUNT",
          c.count() + " tasks but parameters for " + c.params().size(),
          "give parameters for each task, or for none");
    }
    return sizeProblem(c);
  }

  private Optional<Rejection> sizeProblem(Command.SubmitJob c) {
    long chars = specChars(c.spec());
    if (chars > limits.specCharsMax()) {
      return invalid(
          "SPEC_TOO_LARGE",
          "the job's command, environment and labels have " + chars + " characters",
          "the limit is "
              + limits.specCharsMax()
              + "; put large data into a file and pass its path");
    }
    for (int i = 0; i < c.params().size(); i++) {
      if (c.params().get(i).length() > limits.paramsCharsMax()) {
        return invalid(
            "PARAMS_TOO_LARGE",
            "the parameters of task " + i + " have " + c.params().get(i).length() + " characters",
            "the limit is "
                + limits.paramsCharsMax()
                + "; put large data into a file and pass its path");
      }
    }
    return Optional.empty();
  }

  private static long specChars(JobSpec spec) {
    long chars = chars(spec.request().labels());
    return switch (spec.body()) {
      case TaskBody.Command command ->
          chars
              + command.argv().stream().mapToLong(String::length).sum()
              + chars(command.environment())
              + command.workdir().length();
      case TaskBody.Handler handler -> chars + handler.name().length() + handler.options().length();
    };
  }

  private static long chars(Map<String, String> map) {
    return map.entrySet().stream()
        .mapToLong(entry -> (long) entry.getKey().length() + entry.getValue().length())
        .sum();
  }

  private static boolean hasControlCharacters(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static Optional<Rejection> invalid(String code, String message, String hint) {
    return Optional.of(Rejection.invalid(code, message, hint));
  }
}
