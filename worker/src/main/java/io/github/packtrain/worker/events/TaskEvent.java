package io.github.packtrain.worker.events;

import io.github.packtrain.model.Measurement;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One thing that a task said. */
public sealed interface TaskEvent {

  /** An intermediate measurement. */
  record Measured(Measurement measurement) implements TaskEvent {}

  /**
   * The final result, unless another follows.
   *
   * @param metrics the usable numbers by name
   * @param unusable why each of the others cannot be used, by name
   */
  record Result(Map<String, Double> metrics, Map<String, Unusable> unusable) implements TaskEvent {
    public Result {
      metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
      unusable = Collections.unmodifiableMap(new TreeMap<>(unusable));
    }
  }

  /** A word for people, at most a line of the events file. */
  record Note(String text) implements TaskEvent {}

  /**
   * A value that is no finite number.
   *
   * @param isNumber true for NaN and the infinities, false for anything that is no number at all
   * @param text as the task wrote it, shortened
   */
  record Unusable(boolean isNumber, String text) {}
}
