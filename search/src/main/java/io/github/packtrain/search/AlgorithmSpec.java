package io.github.packtrain.search;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which algorithm suggests candidates.
 *
 * @param name one of {@link Algorithms#names}
 * @param options those that differ from their defaults, by name; {@link Algorithms#options} lists
 *     them
 */
public record AlgorithmSpec(String name, SortedMap<String, ParameterValue> options) {
  /** Copies {@code options}. */
  public AlgorithmSpec {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** An algorithm with its default options. */
  public static AlgorithmSpec of(String name) {
    return new AlgorithmSpec(name, new TreeMap<>());
  }

  /** The same with one more option. */
  public AlgorithmSpec with(String option, ParameterValue value) {
    TreeMap<String, ParameterValue> more = new TreeMap<>(options);
    more.put(option, value);
    return new AlgorithmSpec(name, more);
  }
}
