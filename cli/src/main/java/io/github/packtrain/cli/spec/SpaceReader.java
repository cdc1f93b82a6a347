package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.Scalars;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchSpace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code space:} to a search space. */
final class SpaceReader {
  private static final List<String> DOMAINS = List.of("float", "int", "choice", "ordinal", "bool");

  private final Problems problems;

  private SpaceReader(Problems problems) {
    this.problems = problems;
  }

  static SearchSpace read(Fields space, Problems problems) {
    SpaceReader reader = new SpaceReader(problems);
    List<Parameter> parameters = new ArrayList<>();
    for (String name : space.ownKeys()) {
      Optional<Node> node = space.find(name);
      if (node.isPresent()) {
        reader
            .parameter(name, Fields.of("space." + name, node.get(), problems))
            .ifPresent(parameters::add);
      } else {
        space.wrong(name, "it is empty", "say what it can be, such as {float: [0, 1]}");
      }
    }
    return new SearchSpace(parameters);
  }

  private Optional<Parameter> parameter(String name, Fields fields) {
    List<String> given = DOMAINS.stream().filter(fields::has).toList();
    Optional<Domain> domain = Optional.empty();
    if (given.size() == 1) {
      domain = domain(given.getFirst(), fields);
    } else if (given.isEmpty()) {
      fields.missing("'" + name + "' has no values", "add one of " + String.join(", ", DOMAINS));
    } else {
      fields.wrong(
          given.get(1),
          "there is " + given.getFirst() + ": as well",
          "only one of them can hold",
          "keep one of them");
    }
    Optional<ParameterValue> byDefault = fields.find("default").flatMap(this::value);
    List<Parameter.Condition> when = conditions(fields);
    fields.finish();
    return domain.map(values -> new Parameter(name, values, when, byDefault.orElse(null)));
  }

  private Optional<Domain> domain(String kind, Fields fields) {
    return switch (kind) {
      case "float" -> {
        boolean log = fields.flag("log").orElse(false);
        double step = fields.number("step").orElse(0);
        yield ends(fields, "float")
            .flatMap(
                ends -> {
                  Optional<Double> min = number(fields, ends.get(0));
                  Optional<Double> max = number(fields, ends.get(1));
                  return min.isPresent() && max.isPresent()
                      ? Optional.of(new Domain.FloatRange(min.get(), max.get(), log, step))
                      : Optional.empty();
                });
      }
      case "int" -> {
        boolean log = fields.flag("log").orElse(false);
        long step = fields.integer("step", 1, Long.MAX_VALUE).orElse(1);
        yield ends(fields, "int")
            .flatMap(
                ends -> {
                  Optional<Long> min = whole(fields, ends.get(0));
                  Optional<Long> max = whole(fields, ends.get(1));
                  return min.isPresent() && max.isPresent()
                      ? Optional.of(new Domain.IntRange(min.get(), max.get(), log, step))
                      : Optional.empty();
                });
      }
      case "choice" -> Optional.of(new Domain.Choice(values(fields, "choice")));
      case "ordinal" -> Optional.of(new Domain.Ordinal(values(fields, "ordinal")));
      default -> {
        if (fields.flag("bool").equals(Optional.of(false))) {
          fields.wrong("bool", "false says nothing", "write bool: true");
        }
        yield Optional.of(new Domain.Bool());
      }
    };
  }

  private static Optional<List<Node>> ends(Fields fields, String key) {
    if (fields.find(key).orElseThrow() instanceof Node.Sequence list && list.items().size() == 2) {
      return Optional.of(list.items());
    }
    fields.wrong(key, "it is not a pair of numbers", "write [MIN, MAX]");
    return Optional.empty();
  }

  private Optional<Double> number(Fields fields, Node node) {
    Optional<Double> number =
        node instanceof Node.Scalar s ? Scalars.findNumber(s) : Optional.empty();
    if (number.isEmpty()) {
      problems.add(
          node.place(),
          "value",
          fields.path("float") + ": " + Fields.nameOf(node) + " is not a finite number",
          "write a number such as 1e-3");
    }
    return number;
  }

  private Optional<Long> whole(Fields fields, Node node) {
    Optional<BigInteger> number =
        node instanceof Node.Scalar s ? Scalars.findInteger(s) : Optional.empty();
    if (number.isEmpty() || number.get().bitLength() > 63) {
      problems.add(
          node.place(),
          "value",
          fields.path("int") + ": " + Fields.nameOf(node) + " is not a whole number",
          "write a number such as 3");
      return Optional.empty();
    }
    return Optional.of(number.get().longValue());
  }

  private List<ParameterValue> values(Fields fields, String key) {
    if (!(fields.find(key).orElseThrow() instanceof Node.Sequence list)) {
      fields.wrong(key, "it is not a list", "write [VALUE, VALUE, ...]");
      // One stand-in, so that the empty list is not reported as well.
      return List.of(ParameterValue.of(""));
    }
    return list.items().stream().map(this::value).flatMap(Optional::stream).toList();
  }

  private Optional<ParameterValue> value(Node node) {
    if (node instanceof Node.Scalar scalar) {
      switch (scalar.kind()) {
        case TEXT -> {
          return Optional.of(ParameterValue.of(scalar.value()));
        }
        case BOOL -> {
          return Optional.of(ParameterValue.of(scalar.value().equalsIgnoreCase("true")));
        }
        case INTEGER -> {
          Optional<BigInteger> whole = Scalars.findInteger(scalar).filter(n -> n.bitLength() <= 63);
          if (whole.isPresent()) {
            return Optional.of(ParameterValue.of(whole.get().longValue()));
          }
        }
        case NUMBER -> {
          Optional<Double> number = Scalars.findNumber(scalar);
          if (number.isPresent()) {
            return Optional.of(ParameterValue.of(number.get()));
          }
        }
        case NULL -> {}
      }
    }
    problems.add(
        node.place(),
        "value",
        Fields.nameOf(node) + " cannot be a parameter's value",
        "use texts, finite numbers, true and false");
    return Optional.empty();
  }

  /** {@code when: {op: [a, b], depth: 3}}: all of them must hold. */
  private List<Parameter.Condition> conditions(Fields fields) {
    Optional<Fields> when = fields.mapping("when");
    if (when.isEmpty()) {
      return List.of();
    }
    List<Parameter.Condition> conditions = new ArrayList<>();
    for (String parent : when.get().ownKeys()) {
      Node node = when.get().find(parent).orElse(Node.empty());
      List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
      conditions.add(
          new Parameter.Condition(
              parent, items.stream().map(this::value).flatMap(Optional::stream).toList()));
    }
    return conditions;
  }
}
