package io.github.packtrain.search;

import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;

/**
 * The parameters of a search, in order. The order counts: a parameter's conditions may name only
 * earlier parameters, candidates list their values in this order, and random numbers are drawn in
 * it.
 *
 * <p>Any space can be constructed; {@link #problems} says what is wrong with it, and a study is
 * only created from one without problems.
 */
public record SearchSpace(List<Parameter> parameters) {

  /**
   * Copies {@code parameters} and writes their defaults and conditions as the domains do (3 becomes
   * 3.0).
   */
  public SearchSpace {
    parameters = List.copyOf(normalised(parameters));
  }

  /** A space of these parameters. */
  public static SearchSpace of(Parameter... parameters) {
    return new SearchSpace(List.of(parameters));
  }

  /** Everything that is wrong with this space; empty = it can be searched. */
  public List<SearchProblem> problems() {
    return new SpaceReview(this).problems();
  }

  /** Whether {@code parameter} is active, given the values of the parameters before it. */
  boolean isActive(Parameter parameter, Map<String, ParameterValue> earlier) {
    for (Parameter.Condition condition : parameter.when()) {
      ParameterValue value = earlier.get(condition.parent());
      if (value == null || !condition.values().contains(value)) {
        return false;
      }
    }
    return true;
  }

  /** Walks the parameters in order and asks {@code pick} for the value of each active one. */
  Candidate assemble(Function<Parameter, ParameterValue> pick) {
    SequencedMap<String, ParameterValue> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (isActive(parameter, values)) {
        values.put(parameter.name(), pick.apply(parameter));
      }
    }
    return new Candidate(values);
  }

  /** Whether every value of the space can be enumerated. */
  boolean isDiscrete() {
    return parameters.stream().noneMatch(p -> p.domain().count() == Domain.CONTINUOUS);
  }

  /** The parameters that are active in {@code candidate}. */
  List<Parameter> active(Candidate candidate) {
    return parameters.stream().filter(p -> candidate.values().containsKey(p.name())).toList();
  }

  /**
   * {@code candidate} as this space writes it: values conformed, in the order of the space. Ask
   * {@link #problems(Candidate)} first; what does not belong to the space is left out here.
   */
  public Candidate conform(Candidate candidate) {
    SequencedMap<String, ParameterValue> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (isActive(parameter, values)) {
        candidate
            .find(parameter.name())
            .flatMap(parameter.domain()::conform)
            .ifPresent(value -> values.put(parameter.name(), value));
      }
    }
    return new Candidate(values);
  }

  /** Why {@code candidate} is not a point of this space; empty = it is one. */
  public List<SearchProblem> problems(Candidate candidate) {
    List<SearchProblem> problems = new ArrayList<>();
    Candidate conformed = conform(candidate);
    SequencedSet<String> foreign = new LinkedHashSet<>(candidate.values().keySet());
    for (Parameter parameter : parameters) {
      foreign.remove(parameter.name());
      problemOf(parameter, candidate, conformed).ifPresent(problems::add);
    }
    for (String name : foreign) {
      problems.add(
          invalid(
              name,
              "the space has no such parameter",
              Spelling.hint(name, parameters.stream().map(Parameter::name).toList())));
    }
    return Collections.unmodifiableList(problems);
  }

  private Optional<SearchProblem> problemOf(
      Parameter parameter, Candidate given, Candidate conformed) {
    String name = parameter.name();
    boolean active = isActive(parameter, conformed.values());
    ParameterValue value = given.values().get(name);
    if (active && value == null) {
      return Optional.of(
          invalid(name, "no value is given", "give a value: " + describe(parameter)));
    }
    if (!active && value != null) {
      return Optional.of(
          invalid(
              name,
              "the value " + value.json() + " is given where the parameter is not active",
              "leave it out"));
    }
    if (value != null && parameter.domain().conform(value).isEmpty()) {
      return Optional.of(
          invalid(
              name,
              "the value " + value.json() + " is outside the space",
              "choose from " + describe(parameter)));
    }
    return Optional.empty();
  }

  private static String describe(Parameter parameter) {
    return SpecFields.text(parameter.domain());
  }

  private static SearchProblem invalid(String parameter, String message, String hint) {
    return new SearchProblem("CANDIDATE_INVALID", "candidate." + parameter, message, hint);
  }

  private static List<Parameter> normalised(List<Parameter> parameters) {
    Map<String, Domain> domains = new LinkedHashMap<>();
    List<Parameter> result = new ArrayList<>();
    for (Parameter parameter : parameters) {
      List<Parameter.Condition> when =
          parameter.when().stream()
              .map(c -> new Parameter.Condition(c.parent(), conformed(domains, c)))
              .toList();
      ParameterValue defaultValue = parameter.defaultValue();
      if (defaultValue != null && SpaceReview.isSound(parameter.domain())) {
        defaultValue = parameter.domain().conform(defaultValue).orElse(defaultValue);
      }
      domains.put(parameter.name(), parameter.domain());
      result.add(new Parameter(parameter.name(), parameter.domain(), when, defaultValue));
    }
    return result;
  }

  private static List<ParameterValue> conformed(
      Map<String, Domain> domains, Parameter.Condition condition) {
    Domain parent = domains.get(condition.parent());
    if (parent == null || !SpaceReview.isSound(parent)) {
      return condition.values();
    }
    return condition.values().stream().map(value -> parent.conform(value).orElse(value)).toList();
  }
}
