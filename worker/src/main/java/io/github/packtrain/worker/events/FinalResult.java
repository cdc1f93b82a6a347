package io.github.packtrain.worker.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a task that ended well gave the result that its job needs. */
public sealed interface FinalResult {

  /**
   * It did, or none is needed.
   *
   * @param metrics the usable numbers by name
   */
  record Usable(Map<String, Double> metrics) implements FinalResult {}

  /**
   * It did not.
   *
   * @param code {@code RESULT_MISSING}, {@code RESULT_NOT_FINITE} or {@code RESULT_NOT_A_NUMBER}
   * @param message what happened, with the values
   * @param hint what to do
   */
  record Faulty(String code, String message, String hint) implements FinalResult {}

  /**
   * Checks a result.
   *
   * @param required names that it has to hold as finite numbers
   */
  static FinalResult check(Optional<TaskEvent.Result> result, List<String> required) {
    for (String name : required) {
      Optional<Faulty> fault = faultOf(name, result);
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    return new Usable(result.map(TaskEvent.Result::metrics).orElse(Map.of()));
  }

  private static Optional<Faulty> faultOf(String name, Optional<TaskEvent.Result> result) {
    if (result.isEmpty()) {
      return Optional.of(
          new Faulty(
              "RESULT_MISSING",
              "the task ended well but reported no result",
              "Before it ends it has to append a line to the file that PACKTRAIN_EVENTS names, such"
                  + " as: {\"result\": {\""
                  + name
                  + "\": 0.5}}"));
    }
    TaskEvent.Result given = result.get();
    if (given.metrics().containsKey(name)) {
      return Optional.empty();
    }
    TaskEvent.Unusable unusable = given.unusable().get(name);
    if (unusable == null) {
      return Optional.of(
          new Faulty(
              "RESULT_MISSING",
              "the task's result lacks '%s'; it holds %s"
                  .formatted(
                      name, given.metrics().isEmpty() ? "nothing" : given.metrics().keySet()),
              "Report it under this name, or name what is reported as the objective."));
    }
    return Optional.of(
        unusable.isNumber()
            ? new Faulty(
                "RESULT_NOT_FINITE",
                "the task's result '" + name + "' is " + unusable.text(),
                "Look for a training that diverged; report a finite number, or exit with a code"
                    + " other than 0.")
            : new Faulty(
                "RESULT_NOT_A_NUMBER",
                "the task's result '" + name + "' is not a number: " + unusable.text(),
                "Report a JSON number, not a text."));
  }
}
