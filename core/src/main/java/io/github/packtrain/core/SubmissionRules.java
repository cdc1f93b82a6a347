package io.github.packtrain.core;

import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a submission must be like. The first rule that it breaks is the answer. */
final class SubmissionRules {
  private static final Pattern QUEUE_NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
  private static final int SUBMISSION_ID_CHARS_MAX = 200;
  private static final int GANG_MAX = 1_024;
  private static final int ATTEMPTS_MAX = 1_000;
  private static final long BACKOFF_MAX_MILLIS = 7 * 24 * 3_600_000L;

  private final CoreLimits limits;

  SubmissionRules(CoreLimits limits) {
    this.limits = limits;
  }

  Optional<Rejection> problemOf(Command.SubmitJob c) {
    return nameProblem(c)
        .or(() -> rangeProblem(c.spec()))
        .or(() -> retryProblem(c.spec().retry()))
        .or(() -> requestProblem(c.spec().request()))
        .or(() -> countProblem(c))
        .or(() -> gangProblem(c))
        .or(() -> SpecRules.problemOf(c.spec()))
        .or(() -> specSizeProblem(c.spec()))
        .or(() -> paramsProblem(c.params(), 0));
  }

  private static Optional<Rejection> nameProblem(Command.SubmitJob c) {
    JobSpec spec = c.spec();
    if (!Texts.isName(c.submissionId(), SUBMISSION_ID_CHARS_MAX)) {
      return invalid(
          "SUBMISSION_ID",
          "a submission id has 1 to "
              + SUBMISSION_ID_CHARS_MAX
              + " printable characters, not '"
              + Texts.shown(c.submissionId())
              + "'",
          "give each submission an id of its own, such as a UUID");
    }
    if (!Texts.isName(spec.name(), Texts.NAME_CHARS_MAX)) {
      return invalid(
          "JOB_NAME",
          "a job name has 1 to "
              + Texts.NAME_CHARS_MAX
              + " printable characters, not '"
              + Texts.shown(spec.name())
              + "'",
          "choose another name");
    }
    return queueProblem(spec.queue());
  }

  static Optional<Rejection> queueProblem(String queue) {
    return QUEUE_NAME.matcher(queue).matches()
        ? Optional.empty()
        : invalid(
            "QUEUE_NAME",
            "'" + Texts.shown(queue) + "' is not a queue name",
            "use lower-case letters, digits, '.', '_' and '-', at most 63");
  }

  private static Optional<Rejection> rangeProblem(JobSpec spec) {
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
    return leaseProblem(spec).or(() -> termsProblem(spec.terms()));
  }

  private static Optional<Rejection> termsProblem(Terms terms) {
    if (terms.firm() && terms.deadlineMillis() == 0) {
      return invalid(
          "DEADLINE_MISSING",
          "the job's deadline is to be firm, and it has none",
          "give it a --deadline, or leave --deadline-firm out");
    }
    return terms.estimateMillis() >= 0 && terms.deadlineMillis() >= 0
        ? Optional.empty()
        : invalid(
            "TERMS_RANGE",
            "estimate "
                + terms.estimateMillis()
                + " ms, deadline "
                + terms.deadlineMillis()
                + ": one is below 0",
            "leave out what is not known");
  }

  /** A handler runs inside the worker's JVM: nobody could end it while that is frozen. */
  private static Optional<Rejection> leaseProblem(JobSpec spec) {
    if (spec.leasePolicy() == LeasePolicy.STOP && spec.body() instanceof TaskBody.Handler) {
      return invalid(
          "LEASE_NEEDS_COMMAND",
          "a handler cannot promise 'lease: stop': it runs inside the worker, which may be frozen",
          "run it as a command, or leave the lease at 'keep'");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> retryProblem(RetryPolicy retry) {
    return retry.maxAttempts() <= ATTEMPTS_MAX
            && retry.maxLosses() <= ATTEMPTS_MAX
            && retry.backoffMaxMillis() <= BACKOFF_MAX_MILLIS
        ? Optional.empty()
        : invalid(
            "RETRY_RANGE",
            retry.maxAttempts()
                + " attempts, "
                + retry.maxLosses()
                + " losses, back-off up to "
                + retry.backoffMaxMillis()
                + " ms: one is out of range",
            "allow at most " + ATTEMPTS_MAX + " attempts and losses, and a back-off of 7 days");
  }

  private static Optional<Rejection> requestProblem(Request request) {
    // Tasks that ask for nothing would all go to one worker.
    if (request.resources().equals(Resources.NONE) && request.gpu().isNone()) {
      return invalid(
          "REQUEST_EMPTY",
          "a task asks for no resource at all",
          "ask at least for a part of a CPU, such as 0.1");
    }
    return request.topology().require() == Level.ISLAND && request.gpu().isNone()
        ? invalid(
            "ISLAND_WITHOUT_GPU",
            "the job requires an island of GPUs, and its tasks ask for no GPU",
            "ask for GPUs, or require a host instead")
        : Optional.empty();
  }

  private Optional<Rejection> countProblem(Command.SubmitJob c) {
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
    return Optional.empty();
  }

  private static Optional<Rejection> gangProblem(Command.SubmitJob c) {
    if (!c.spec().terms().gang()) {
      return Optional.empty();
    }
    if (c.open() || c.spec().maxParallel() > 0) {
      return invalid(
          "GANG_OPEN",
          "a gang cannot get more tasks later or a limit of parallel tasks",
          "its tasks start together: close the job and leave max parallel at 0");
    }
    return c.count() <= GANG_MAX
        ? Optional.empty()
        : invalid(
            "GANG_SIZE",
            "a gang of " + c.count() + " tasks is too large",
            "a gang has at most " + GANG_MAX + " tasks");
  }

  private Optional<Rejection> specSizeProblem(JobSpec spec) {
    long chars = specChars(spec);
    return chars <= limits.specCharsMax()
        ? Optional.empty()
        : invalid(
            "SPEC_TOO_LARGE",
            "the job's command, environment, labels and names have " + chars + " characters",
            "the limit is "
                + limits.specCharsMax()
                + "; put large data into a file and pass its path");
  }

  /**
   * @param from index of the first task that gets them
   */
  Optional<Rejection> paramsProblem(List<String> params, int from) {
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).length() > limits.paramsCharsMax()) {
        return invalid(
            "PARAMS_TOO_LARGE",
            "the parameters of task "
                + (from + i)
                + " have "
                + params.get(i).length()
                + " characters",
            "the limit is "
                + limits.paramsCharsMax()
                + "; put large data into a file and pass its path");
      }
    }
    return Optional.empty();
  }

  private static long specChars(JobSpec spec) {
    long names =
        spec.study().length()
            + chars(spec.terms().profile())
            + chars(spec.requiredMetrics())
            + chars(spec.request().gpu().models());
    long body =
        switch (spec.body()) {
          case TaskBody.Command command ->
              chars(command.argv()) + chars(command.environment()) + command.workdir().length();
          case TaskBody.Handler handler -> handler.name().length() + handler.options().length();
        };
    return names + chars(spec.request().labels()) + body;
  }

  private static long chars(Profile profile) {
    return profile.kind().length()
        + profile.model().length()
        + profile.family().length()
        + chars(profile.shares());
  }

  private static long chars(List<String> list) {
    return list.stream().mapToLong(String::length).sum();
  }

  private static long chars(Map<String, String> map) {
    return map.entrySet().stream()
        .mapToLong(entry -> (long) entry.getKey().length() + entry.getValue().length())
        .sum();
  }

  private static Optional<Rejection> invalid(String code, String message, String hint) {
    return Optional.of(Rejection.invalid(code, message, hint));
  }
}
