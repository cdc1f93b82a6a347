package io.github.packtrain.search;

import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The algorithms that a study can name, and their options. */
public final class Algorithms {
  /** An option: its name, default and values, and what it does. */
  public record Option(String name, ParameterValue defaultValue, Domain values, String meaning) {}

  private static final int MAX_POPULATION = 10_000;

  private static final Option UNIQUE =
      new Option("unique", ParameterValue.of(false), new Domain.Bool(), "skip known candidates");
  private static final Option POPULATION =
      whole("population", 20, 2, MAX_POPULATION, "how many candidates live at once");

  private static final SequencedMap<String, List<Option>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("random", List.of(UNIQUE));
    ALL.put("grid", List.of(whole("resolution", 10, 1, 1_000, "values of a float without a step")));
    ALL.put(
        "evolution",
        List.of(
            POPULATION,
            whole("tournament", 5, 1, MAX_POPULATION, "how many compete to be the parent"),
            UNIQUE));
    ALL.put(
        "genetic",
        List.of(
            POPULATION,
            whole("tournament", 3, 1, MAX_POPULATION, "how many compete to be a parent"),
            whole("elitism", 2, 0, MAX_POPULATION, "how many of the best live on"),
            rate("crossoverRate", 0.9, "how often a child has two parents"),
            rate("mutationRate", 0.1, "how often each position of a child changes"),
            UNIQUE));
  }

  private Algorithms() {}

  /** The names of all algorithms. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The options of the algorithm {@code name}; none for an unknown one. */
  public static List<Option> options(String name) {
    return ALL.getOrDefault(name, List.of());
  }

  /** Everything that is wrong with {@code spec}; empty = {@link #create} can make it. */
  static List<SearchProblem> problems(AlgorithmSpec spec) {
    if (!ALL.containsKey(spec.name())) {
      return List.of(
          new SearchProblem(
              "ALGORITHM_UNKNOWN",
              "algorithm.name",
              "there is no algorithm '" + spec.name() + "'",
              Spelling.hint(spec.name(), names())));
    }
    List<SearchProblem> problems = new ArrayList<>();
    spec.options()
        .forEach((name, value) -> problemOf(spec.name(), name, value).ifPresent(problems::add));
    if (problems.isEmpty()) {
      below(spec, "tournament", "population").ifPresent(problems::add);
      below(spec, "elitism", "population").ifPresent(problems::add);
    }
    return Collections.unmodifiableList(problems);
  }

  static Algorithm create(StudySpec study) {
    AlgorithmSpec spec = study.algorithm();
    SearchSpace space = study.space();
    Algorithm algorithm =
        switch (spec.name()) {
          case "random" -> new RandomSearch(space);
          case "grid" -> new GridSearch(space, whole(spec, "resolution"));
          case "evolution" ->
              new Evolution(space, whole(spec, "population"), whole(spec, "tournament"));
          case "genetic" -> new Genetic(space, genetic(spec));
          default -> throw new IllegalArgumentException("unknown algorithm " + spec.name());
        };
    boolean unique = value(spec, "unique").equals(Optional.of(ParameterValue.of(true)));
    return unique ? new Unique(algorithm, space) : algorithm;
  }

  private static Genetic.Settings genetic(AlgorithmSpec spec) {
    return new Genetic.Settings(
        whole(spec, "population"),
        whole(spec, "tournament"),
        whole(spec, "elitism"),
        rate(spec, "crossoverRate"),
        rate(spec, "mutationRate"));
  }

  private static Optional<SearchProblem> problemOf(
      String algorithm, String name, ParameterValue value) {
    String field = "algorithm." + name;
    Optional<Option> option = findOption(algorithm, name);
    if (option.isEmpty()) {
      return Optional.of(
          new SearchProblem(
              "ALGORITHM_OPTION",
              field,
              "the algorithm '" + algorithm + "' has no option '" + name + "'",
              Spelling.hint(name, options(algorithm).stream().map(Option::name).toList())));
    }
    Domain values = option.get().values();
    if (values.conform(value).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new SearchProblem(
            "ALGORITHM_OPTION",
            field,
            "the value " + value.json() + " is not possible",
            "choose from " + SpecFields.text(values)));
  }

  private static Optional<SearchProblem> below(AlgorithmSpec spec, String small, String large) {
    Optional<Long> part = value(spec, small).map(Algorithms::whole);
    Optional<Long> all = value(spec, large).map(Algorithms::whole);
    if (part.isEmpty()
        || all.isEmpty()
        || part.get() <= all.get() - (small.equals("elitism") ? 1 : 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new SearchProblem(
            "ALGORITHM_OPTION",
            "algorithm." + small,
            small + " " + part.get() + " is too large for " + large + " " + all.get(),
            "lower " + small + " or raise " + large));
  }

  private static Optional<Option> findOption(String algorithm, String name) {
    return options(algorithm).stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** The value of an option, given or default; empty when the algorithm has no such option. */
  private static Optional<ParameterValue> value(AlgorithmSpec spec, String name) {
    return findOption(spec.name(), name)
        .map(
            option ->
                Optional.ofNullable(spec.options().get(name))
                    .flatMap(option.values()::conform)
                    .orElse(option.defaultValue()));
  }

  private static int whole(AlgorithmSpec spec, String name) {
    return Math.toIntExact(whole(value(spec, name).orElseThrow()));
  }

  private static long whole(ParameterValue value) {
    return ((ParameterValue.IntegerValue) value).value();
  }

  private static double rate(AlgorithmSpec spec, String name) {
    return ((ParameterValue.NumberValue) value(spec, name).orElseThrow()).value();
  }

  private static Option whole(String name, long byDefault, long min, long max, String meaning) {
    return new Option(
        name, ParameterValue.of(byDefault), new Domain.IntRange(min, max, false, 1), meaning);
  }

  private static Option rate(String name, double byDefault, String meaning) {
    return new Option(
        name, ParameterValue.of(byDefault), new Domain.FloatRange(0, 1, false, 0), meaning);
  }
}
