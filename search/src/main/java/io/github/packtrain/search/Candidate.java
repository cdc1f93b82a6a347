package io.github.packtrain.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One point of a search space: the active parameters in the order in which the space declares them,
 * each with its value. Inactive parameters do not appear.
 */
public record Candidate(SequencedMap<String, ParameterValue> values) {

  /** Copies {@code values}, keeping their order. */
  public Candidate {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** The value of {@code parameter}; empty when it is not active here. */
  public Optional<ParameterValue> find(String parameter) {
    return Optional.ofNullable(values.get(parameter));
  }

  /**
   * The canonical text, such as {@code {"lr":0.01,"depth":3}}: what a task finds in {@code
   * PACKTRAIN_PARAMS}.
   */
  public String json() {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<String, ParameterValue> entry : values.entrySet()) {
      if (text.length() > 1) {
        text.append(',');
      }
      text.append(FlatJson.quote(entry.getKey())).append(':').append(entry.getValue().json());
    }
    return text.append('}').toString();
  }

  /**
   * Reads what {@link #json} writes: one flat object of strings, numbers and booleans. A number
   * without point and exponent is a whole number. Whether the values belong to a space is for
   * {@link SearchSpace#conform} to say.
   *
   * @throws SearchException {@code CANDIDATE_JSON}, naming the position
   */
  public static Candidate parse(String json) {
    return new Candidate(FlatJson.parse(json));
  }

  @Override
  public String toString() {
    return json();
  }
}
