package io.github.packtrain.core;

import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.TaskBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers and sizes of the parts of a job's specification. */
final class SpecRules {
  /** Above what a program finds useful, below what a process can be started with. */
  static final int VARIABLES_MAX = 1_024;

  static final int VARIABLE_NAME_CHARS_MAX = 256;
  static final int VARIABLE_VALUE_CHARS_MAX = 64 * 1024;
  static final int WORDS_MAX = 4_096;
  static final int METRICS_MAX = 256;
  static final int METRIC_NAME_CHARS_MAX = 128;
  static final int MODELS_MAX = 64;
  static final int DEPENDENCIES_MAX = 256;

  private SpecRules() {}

  static Optional<Rejection> problemOf(JobSpec spec) {
    return listProblem(spec)
        .or(
            () ->
                spec.body() instanceof TaskBody.Command command
                    ? commandProblem(command)
                    : Optional.empty());
  }

  private static Optional<Rejection> listProblem(JobSpec spec) {
    List<String> metrics = spec.requiredMetrics();
    if (metrics.size() > METRICS_MAX
        || !metrics.stream().allMatch(name -> Texts.isName(name, METRIC_NAME_CHARS_MAX))) {
      return invalid(
          "REQUIRED_METRICS",
          "the job requires " + metrics.size() + " metrics, or one with an impossible name",
          "require at most "
              + METRICS_MAX
              + ", each with 1 to "
              + METRIC_NAME_CHARS_MAX
              + " printable characters");
    }
    int models = spec.request().gpu().models().size();
    if (models > MODELS_MAX) {
      return invalid(
          "GPU_MODELS",
          "the job names " + models + " models of GPU",
          "name at most " + MODELS_MAX + ", or none to take any");
    }
    int dependencies = spec.after().dependencies().size();
    if (dependencies > DEPENDENCIES_MAX) {
      return invalid(
          "DEPENDENCIES_TOO_MANY",
          "the job waits for " + dependencies + " others",
          "the limit is " + DEPENDENCIES_MAX + "; put a job between that waits for some of them");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> commandProblem(TaskBody.Command command) {
    if (command.argv().size() > WORDS_MAX) {
      return invalid(
          "COMMAND_TOO_LONG",
          "the command has " + command.argv().size() + " words",
          "the limit is " + WORDS_MAX + "; put them into a file and pass its path");
    }
    Map<String, String> environment = command.environment();
    if (environment.size() > VARIABLES_MAX) {
      return invalid(
          "ENVIRONMENT_TOO_LARGE",
          "the environment has " + environment.size() + " variables",
          "the limit is " + VARIABLES_MAX + "; put them into a file and pass its path");
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (!Texts.isName(name, VARIABLE_NAME_CHARS_MAX) || name.indexOf('=') >= 0) {
        return invalid(
            "ENVIRONMENT_NAME",
            "'" + Texts.shown(name) + "' is no name of an environment variable",
            "use 1 to " + VARIABLE_NAME_CHARS_MAX + " printable characters without '='");
      }
      if (variable.getValue().length() > VARIABLE_VALUE_CHARS_MAX) {
        return invalid(
            "ENVIRONMENT_TOO_LARGE",
            "the variable "
                + Texts.shown(name)
                + " has "
                + variable.getValue().length()
                + " characters",
            "the limit is " + VARIABLE_VALUE_CHARS_MAX + "; put it into a file and pass its path");
      }
    }
    return Optional.empty();
  }

  private static Optional<Rejection> invalid(String code, String message, String hint) {
    return Optional.of(Rejection.invalid(code, message, hint));
  }
}
