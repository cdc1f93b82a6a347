package io.github.packtrain.search;

import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Finds everything that is wrong with a space, so that a user mends a file once and not line by
 * line.
 */
final class SpaceReview {
  /** Whole numbers beyond 2^53 do not survive JSON readers that use doubles. */
  static final long MAX_INTEGER = 1L << 53;

  static final int MAX_PARAMETERS = 1_000;
  static final int MAX_VALUES = 10_000;
  static final long MAX_STEPS = 1_000_000_000L;
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]{0,63}";

  private final SearchSpace space;
  private final List<SearchProblem> problems = new ArrayList<>();

  SpaceReview(SearchSpace space) {
    this.space = space;
  }

  /** Whether the domain itself is well-formed, so that it may be asked for its values. */
  static boolean isSound(Domain domain) {
    SpaceReview review = new SpaceReview(new SearchSpace(List.of()));
    review.domain("", domain);
    return review.problems.isEmpty();
  }

  List<SearchProblem> problems() {
    int count = space.parameters().size();
    if (count == 0) {
      add("SPACE_EMPTY", "space", "there is no parameter", "name at least one parameter");
    }
    if (count > MAX_PARAMETERS) {
      add(
          "SPACE_SIZE",
          "space",
          "there are " + count + " parameters",
          "at most " + MAX_PARAMETERS + " are possible");
    }
    SequencedMap<String, Domain> earlier = new LinkedHashMap<>();
    for (Parameter parameter : space.parameters()) {
      parameter(parameter, earlier);
      earlier.put(parameter.name(), parameter.domain());
    }
    return Collections.unmodifiableList(problems);
  }

  private void parameter(Parameter parameter, SequencedMap<String, Domain> earlier) {
    String field = "space." + parameter.name();
    if (!parameter.name().matches(NAME)) {
      add(
          "SPACE_NAME",
          field,
          "'" + parameter.name() + "' cannot be the name of a parameter",
          "begin with a letter or _, go on with letters, digits, _ . -, at most 64 in all");
    }
    if (earlier.containsKey(parameter.name())) {
      add(
          "SPACE_DUPLICATE",
          field,
          "the parameter '" + parameter.name() + "' is declared twice",
          "rename or remove one of them");
    }
    domain(field, parameter.domain());
    conditions(field, parameter, earlier);
    if (isSound(parameter.domain())) {
      parameter
          .findDefault()
          .filter(value -> parameter.domain().conform(value).isEmpty())
          .ifPresent(
              value ->
                  add(
                      "SPACE_DEFAULT",
                      field + ".default",
                      "the default " + value.json() + " is outside the parameter's values",
                      "choose from " + SpecFields.text(parameter.domain())));
    }
  }

  private void domain(String field, Domain domain) {
    switch (domain) {
      case Domain.FloatRange range -> floatRange(field, range);
      case Domain.IntRange range -> intRange(field, range);
      case Domain.Choice(List<ParameterValue> values) -> values(field, values);
      case Domain.Ordinal(List<ParameterValue> values) -> values(field, values);
      case Domain.Bool() -> {}
    }
  }

  private void floatRange(String field, Domain.FloatRange range) {
    if (!Double.isFinite(range.min()) || !Double.isFinite(range.max())) {
      add(
          "SPACE_RANGE",
          field,
          "the range [" + range.min() + ", " + range.max() + "] is not finite",
          "give two finite numbers");
      return;
    }
    order(field, range.min() < range.max(), "" + range.min(), "" + range.max());
    if (range.log() && !(range.min() > 0)) {
      logarithm(field, "" + range.min());
    }
    if (!(range.step() >= 0) || Double.isInfinite(range.step())) {
      add("SPACE_STEP", field, "the step " + range.step() + " is not above 0", "give a step > 0");
    } else if (range.log() && range.step() != 0) {
      logarithmWithStep(field, "" + range.step());
    } else if (range.step() != 0 && (range.max() - range.min()) / range.step() > MAX_STEPS) {
      add(
          "SPACE_STEP",
          field,
          "the step " + range.step() + " makes more than " + MAX_STEPS + " values",
          "leave the step out, or make it larger");
    }
  }

  private void intRange(String field, Domain.IntRange range) {
    if (range.min() < -MAX_INTEGER || range.max() > MAX_INTEGER) {
      add(
          "SPACE_RANGE",
          field,
          "the range [" + range.min() + ", " + range.max() + "] is too wide",
          "stay within -" + MAX_INTEGER + " and " + MAX_INTEGER);
      return;
    }
    order(field, range.min() < range.max(), "" + range.min(), "" + range.max());
    if (range.log() && range.min() <= 0) {
      logarithm(field, "" + range.min());
    }
    if (range.step() < 1) {
      add("SPACE_STEP", field, "the step " + range.step() + " is not above 0", "give a step >= 1");
    } else if (range.log() && range.step() != 1) {
      logarithmWithStep(field, "" + range.step());
    }
  }

  private void order(String field, boolean ordered, String min, String max) {
    if (!ordered) {
      add(
          "SPACE_RANGE",
          field,
          "the minimum " + min + " is not below the maximum " + max,
          "write the smaller number first");
    }
  }

  private void logarithm(String field, String min) {
    add(
        "SPACE_LOG",
        field,
        "a logarithmic scale cannot begin at " + min,
        "give a minimum above 0, or leave out log");
  }

  private void logarithmWithStep(String field, String step) {
    add(
        "SPACE_LOG",
        field,
        "a logarithmic scale cannot have the step " + step,
        "leave out either log or step");
  }

  private void values(String field, List<ParameterValue> values) {
    if (values.isEmpty()) {
      add("SPACE_VALUES", field, "the list of values is empty", "give at least one value");
    }
    if (values.size() > MAX_VALUES) {
      add(
          "SPACE_VALUES",
          field,
          "there are " + values.size() + " values",
          "at most " + MAX_VALUES + " are possible; a range may serve better");
      return;
    }
    SequencedSet<ParameterValue> seen = new LinkedHashSet<>();
    for (ParameterValue value : values) {
      if (value instanceof ParameterValue.NumberValue(double number) && !Double.isFinite(number)) {
        add("SPACE_VALUES", field, "the value " + number + " is not finite", "give finite numbers");
      } else if (!seen.add(folded(value))) {
        add(
            "SPACE_VALUES",
            field,
            "the value " + value.json() + " is listed twice",
            "remove one of them");
      }
    }
  }

  /** 3 and 3.0 are the same alternative. */
  private static ParameterValue folded(ParameterValue value) {
    return value instanceof ParameterValue.IntegerValue(long whole)
        ? ParameterValue.of((double) whole)
        : value;
  }

  private void conditions(String field, Parameter parameter, SequencedMap<String, Domain> earlier) {
    for (Parameter.Condition condition : parameter.when()) {
      String at = field + ".when." + condition.parent();
      Domain parent = earlier.get(condition.parent());
      if (parent == null) {
        unknownParent(at, parameter.name(), condition.parent(), List.copyOf(earlier.keySet()));
      } else if (condition.values().isEmpty()) {
        add("SPACE_WHEN", at, "the list of values is empty", "name the values that activate it");
      } else if (isSound(parent)) {
        for (ParameterValue value : condition.values()) {
          if (parent.conform(value).isEmpty()) {
            add(
                "SPACE_WHEN",
                at,
                "'" + condition.parent() + "' never has the value " + value.json(),
                "choose from " + SpecFields.text(parent));
          }
        }
      }
    }
  }

  private void unknownParent(String at, String name, String parent, List<String> earlier) {
    boolean declared = space.parameters().stream().anyMatch(p -> p.name().equals(parent));
    if (declared) {
      add(
          "SPACE_WHEN",
          at,
          "'" + name + "' depends on '" + parent + "', which is not declared before it",
          "declare '" + parent + "' first");
    } else {
      add(
          "SPACE_WHEN",
          at,
          "'" + name + "' depends on '" + parent + "', which is not a parameter",
          earlier.isEmpty()
              ? "declare '" + parent + "' before '" + name + "'"
              : Spelling.hint(parent, earlier));
    }
  }

  private void add(String code, String field, String message, String hint) {
    problems.add(new SearchProblem(code, field, message, hint));
  }
}
