package io.github.packtrain.search;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named dimension of a search space.
 *
 * @param name unique in its space
 * @param domain its values
 * @param when the parameter is active only where all of these hold; empty = always
 * @param defaultValue taken by the first trial of a study; null = drawn
 */
public record Parameter(
    String name, Domain domain, List<Condition> when, @Nullable ParameterValue defaultValue) {

  /** Holds where {@code parent} is active and has one of {@code values}. */
  public record Condition(String parent, List<ParameterValue> values) {
    /** Copies {@code values}. */
    public Condition {
      values = List.copyOf(values);
    }
  }

  /** Copies {@code when}. */
  public Parameter {
    when = List.copyOf(when);
  }

  /** A parameter that is always active and has no default. */
  public static Parameter of(String name, Domain domain) {
    return new Parameter(name, domain, List.of(), null);
  }

  /** The same, active only where {@code parent} has one of {@code values}. */
  public Parameter activeWhen(String parent, ParameterValue... values) {
    return new Parameter(
        name, domain, List.of(new Condition(parent, List.of(values))), defaultValue);
  }

  /** The same with a default. */
  public Parameter withDefault(ParameterValue value) {
    return new Parameter(name, domain, when, value);
  }

  /** The value that the first trial takes. */
  public Optional<ParameterValue> findDefault() {
    return Optional.ofNullable(defaultValue);
  }
}
