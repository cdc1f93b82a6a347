package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.Place;
import io.github.packtrain.cli.tree.Scalars;
import io.github.packtrain.search.AlgorithmSpec;
import io.github.packtrain.search.Algorithms;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchProblem;
import io.github.packtrain.search.SearchSpace;
import io.github.packtrain.search.StudySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A file of {@code kind: study} to a CreateStudyRequest. What the file means is checked by the
 * study itself ({@link StudySpec#problems}), as the master will; here each problem gets its line.
 */
final class StudyReader {
  private static final int TRIALS_DEFAULT = 100;
  private static final int PARALLEL_DEFAULT = 4;
  private static final String ALGORITHM_DEFAULT = "evolution";

  private final Problems problems;
  private final Fields fields;

  private StudyReader(Fields fields, Problems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  static StudyFile read(Node root, Path directory, Problems problems) {
    return new StudyReader(Fields.of("", root, problems), problems).read(root, directory);
  }

  private StudyFile read(Node root, Path directory) {
    SpecFile.header(fields);
    Optional<String> name = fields.text("name");
    if (name.isEmpty()) {
      fields.missing(
          "the study has no name", "add name:, under which it is resumed and found again");
    }
    int before = problems.sorted().size();
    List<Objective> objectives = objectives();
    SearchSpace space =
        fields
            .mapping("space")
            .map(mapping -> SpaceReader.read(mapping, problems))
            .orElse(new SearchSpace(List.of()));
    AlgorithmSpec algorithm = algorithm();
    Budget budget = budget();
    long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0);
    StudySpec spec =
        new StudySpec(name.orElse("unnamed"), objectives, space, algorithm, budget, seed);
    if (problems.sorted().size() == before) {
      spec.problems().forEach(problem -> add(root, problem));
    }
    JsonObject trial = trial(directory);
    fields.finish();
    JsonObject request = new JsonObject().put("spec", StudyJson.of(spec)).put("trial", trial);
    return new StudyFile(spec.name(), request.node());
  }

  private JsonObject trial(Path directory) {
    Optional<Fields> trial = fields.mapping("trial");
    if (trial.isEmpty()) {
      if (!fields.has("trial")) {
        fields.missing("nothing says what a trial runs", "add trial: with a command or a handler");
      }
      return new JsonObject();
    }
    JsonObject spec = TaskReader.read(trial.get(), directory);
    trial.get().finish();
    return spec;
  }

  private List<Objective> objectives() {
    List<Objective> objectives = new ArrayList<>();
    Optional<Node> node = fields.find("objectives");
    if (node.isPresent() && !(node.get() instanceof Node.Sequence)) {
      fields.wrong("objectives", "it is not a list", "write  - {metric: accuracy, goal: max}");
    } else if (node.isPresent()) {
      int index = 0;
      for (Node item : ((Node.Sequence) node.get()).items()) {
        objectives.add(objective(Fields.of("objectives[" + index++ + "]", item, problems)));
      }
    }
    return objectives;
  }

  private static Objective objective(Fields objective) {
    Optional<String> metric = objective.text("metric");
    if (metric.isEmpty()) {
      objective.missing(
          "the objective names no metric", "add metric:, the name under which trials report it");
    }
    String goal =
        objective.oneOf("goal", List.of("max", "min", "maximize", "minimize")).orElse("max");
    if (!objective.has("goal")) {
      objective.missing("the objective has no goal", "add goal: max or goal: min");
    }
    OptionalDouble target = objective.number("target");
    objective.finish();
    return new Objective(
        metric.orElse("unnamed"),
        goal.startsWith("max") ? Objective.Goal.MAXIMIZE : Objective.Goal.MINIMIZE,
        target.isPresent() ? (Double) target.getAsDouble() : null);
  }

  /** {@code algorithm: random} or a mapping of its name and options. */
  private AlgorithmSpec algorithm() {
    Optional<Node> node = fields.find("algorithm");
    if (node.isEmpty()) {
      return AlgorithmSpec.of(ALGORITHM_DEFAULT);
    }
    if (node.get() instanceof Node.Scalar scalar) {
      return AlgorithmSpec.of(scalar.value());
    }
    Fields algorithm = fields.mapping("algorithm").orElseThrow();
    String name = algorithm.text("name").orElse(ALGORITHM_DEFAULT);
    TreeMap<String, ParameterValue> options = new TreeMap<>();
    if (Algorithms.names().contains(name)) {
      for (Algorithms.Option option : Algorithms.options(name)) {
        String key = snake(option.name());
        algorithm
            .find(key)
            .flatMap(value -> option(algorithm, key, value))
            .ifPresent(value -> options.put(option.name(), value));
      }
      algorithm.finish();
    }
    return new AlgorithmSpec(name, options);
  }

  private static Optional<ParameterValue> option(Fields algorithm, String key, Node node) {
    if (node instanceof Node.Scalar scalar) {
      if (scalar.kind() == Node.Kind.BOOL) {
        return Optional.of(ParameterValue.of(scalar.value().equalsIgnoreCase("true")));
      }
      Optional<ParameterValue> whole =
          Scalars.findInteger(scalar)
              .filter(n -> n.bitLength() <= 63)
              .map(n -> ParameterValue.of(n.longValue()));
      Optional<ParameterValue> number =
          whole.or(() -> Scalars.findNumber(scalar).map(ParameterValue::of));
      if (number.isPresent()) {
        return number;
      }
    }
    algorithm.wrong(
        key, Fields.nameOf(node) + " is not possible", "write a number, or true or false");
    return Optional.empty();
  }

  private Budget budget() {
    Optional<Fields> mapping = fields.mapping("budget");
    if (mapping.isEmpty()) {
      return Budget.of(TRIALS_DEFAULT, PARALLEL_DEFAULT);
    }
    Fields budget = mapping.get();
    Budget result =
        new Budget(
            (int) budget.integer("trials", 1, Budget.MAX_TRIALS).orElse(TRIALS_DEFAULT),
            (int) budget.integer("parallel", 1, Budget.MAX_PARALLEL).orElse(PARALLEL_DEFAULT),
            limit(budget.millis("wall")),
            (int) limit(budget.integer("patience", 1, Integer.MAX_VALUE)),
            (int) limit(budget.integer("max_failed", 0, Integer.MAX_VALUE)));
    budget.finish();
    return result;
  }

  private static long limit(OptionalLong value) {
    return value.orElse(Budget.NO_LIMIT);
  }

  /** {@code space.lr.default} to the line where the default stands, or as near as it gets. */
  private void add(Node root, SearchProblem problem) {
    Place place = root.place();
    Node at = root;
    for (String step : problem.field().split("\\.|(?=\\[)", -1)) {
      Place next = placeOf(at, step);
      if (next.equals(Place.NONE)) {
        break;
      }
      place = next;
      at = below(at, step);
    }
    problems.add(
        place,
        problem.code().toLowerCase(java.util.Locale.ROOT),
        problem.field() + ": " + problem.message(),
        problem.hint());
  }

  private static Place placeOf(Node node, String step) {
    if (node instanceof Node.Mapping mapping) {
      Node.Entry entry = mapping.entries().get(step);
      return entry != null ? entry.keyPlace() : Place.NONE;
    }
    return below(node, step).place();
  }

  private static Node below(Node node, String step) {
    if (node instanceof Node.Mapping mapping) {
      Node.Entry entry = mapping.entries().get(step);
      return entry == null ? Node.empty() : entry.value();
    }
    if (node instanceof Node.Sequence sequence && step.matches("\\[[0-9]+]")) {
      int index = Integer.parseInt(step.substring(1, step.length() - 1));
      return index < sequence.items().size() ? sequence.items().get(index) : Node.empty();
    }
    return Node.empty();
  }

  static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }
}
