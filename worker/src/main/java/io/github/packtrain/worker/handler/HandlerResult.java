package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.worker.events.FinalResult;
import io.github.packtrain.worker.events.TaskEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an attempt comes to whose handler returned. */
final class HandlerResult {
  private HandlerResult() {}

  /**
   * @param required names that have to be there as finite numbers; when there are none, all that
   *     was returned has to be finite, so that a diverged training never looks like a success
   */
  static AttemptResult of(Map<String, Double> returned, List<String> required, long runMillis) {
    if (returned.isEmpty() && required.isEmpty()) {
      return AttemptResult.succeeded(Map.of(), runMillis);
    }
    Map<String, Double> usable = new TreeMap<>();
    Map<String, TaskEvent.Unusable> unusable = new TreeMap<>();
    returned.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            usable.put(name, value);
          } else {
            unusable.put(name, new TaskEvent.Unusable(true, Double.toString(value)));
          }
        });
    List<String> checked = required.isEmpty() ? List.copyOf(unusable.keySet()) : required;
    Optional<TaskEvent.Result> result = Optional.of(new TaskEvent.Result(usable, unusable));
    return switch (FinalResult.check(result, checked)) {
      case FinalResult.Usable(Map<String, Double> metrics) ->
          AttemptResult.succeeded(metrics, runMillis);
      case FinalResult.Faulty(String code, String message, String hint) ->
          new AttemptResult(
              Outcome.BAD_RESULT,
              0,
              0,
              code + ": " + message + "\n  hint: " + hint,
              Map.of(),
              runMillis);
    };
  }
}
