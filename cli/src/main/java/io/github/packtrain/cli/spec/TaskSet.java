package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.text.IntegerRanges;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.Place;
import io.github.packtrain.cli.tree.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many tasks a job has and what each is given.
 *
 * @param count tasks, at least 1
 * @param params JSON of each task's parameters; empty when they have none
 */
record TaskSet(int count, List<String> params) {
  private static final int PARAMS_MAX = 1_000_000;
  private static final TaskSet ONE = new TaskSet(1, List.of());

  TaskSet {
    params = List.copyOf(params);
  }

  /** Reads {@code array}, {@code entries} or {@code grid}. */
  static TaskSet read(Fields fields) {
    List<String> given = new ArrayList<>();
    for (String key : List.of("array", "entries", "grid")) {
      if (fields.has(key)) {
        given.add(key);
      }
    }
    if (given.isEmpty()) {
      return ONE;
    }
    if (given.size() > 1) {
      fields.wrong(
          given.get(1),
          "there is " + given.getFirst() + ": as well",
          "only one of them can hold",
          "keep one of " + String.join(", ", given));
      return ONE;
    }
    return switch (given.getFirst()) {
      case "array" -> array(fields);
      case "entries" -> entries(fields);
      default -> grid(fields);
    };
  }

  /** A number counts tasks, which differ by their index alone; a range gives each its number. */
  private static TaskSet array(Fields fields) {
    Optional<String> text = fields.text("array");
    Node node = fields.find("array").orElseThrow();
    if (node instanceof Node.Scalar scalar && Scalars.findInteger(scalar).isPresent()) {
      return new TaskSet(
          (int) fields.integer("array", 1, IntegerRanges.COUNT_MAX).orElse(1), List.of());
    }
    Optional<long[]> numbers = text.flatMap(IntegerRanges::parse);
    if (numbers.isEmpty()) {
      text.ifPresent(
          value ->
              fields.wrong(
                  "array",
                  "'" + value + "' is not a range of numbers",
                  "write " + IntegerRanges.FORMS));
      return ONE;
    }
    List<String> params = new ArrayList<>();
    for (long number : numbers.get()) {
      params.add("{\"array\":" + number + "}");
    }
    return bounded(fields, "array", params);
  }

  private static TaskSet entries(Fields fields) {
    List<String> params = new ArrayList<>();
    if (fields.find("entries").orElseThrow() instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        params.add(
            item instanceof Node.Mapping
                ? JsonText.compact(item)
                : new JsonObject().put("entry", item).toString());
      }
    } else {
      fields.wrong("entries", "it is not a list", "write a list of values or mappings");
    }
    return bounded(fields, "entries", params);
  }

  private static TaskSet grid(Fields fields) {
    Optional<Fields> grid = fields.mapping("grid");
    List<JsonObject> points = List.of(new JsonObject());
    if (grid.isPresent()) {
      for (String name : grid.get().ownKeys()) {
        List<Node> values = values(grid.get(), name);
        if ((long) points.size() * values.size() > PARAMS_MAX) {
          return tooMany(fields, "grid");
        }
        List<JsonObject> more = new ArrayList<>();
        for (JsonObject point : points) {
          for (Node value : values) {
            JsonObject next = new JsonObject();
            point.node().entries().forEach((key, entry) -> next.put(key, entry.value()));
            more.add(next.put(name, value));
          }
        }
        points = more;
      }
    }
    return bounded(fields, "grid", points.stream().map(JsonObject::toString).toList());
  }

  /** A list as it is, a range such as {@code 1-5} as its numbers, a single value as itself. */
  private static List<Node> values(Fields grid, String name) {
    Node node = grid.find(name).orElse(Node.empty());
    if (node instanceof Node.Sequence list) {
      if (list.items().isEmpty()) {
        grid.wrong(name, "the list is empty", "give at least one value");
      }
      return list.items();
    }
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      Optional<long[]> numbers = IntegerRanges.parse(scalar.value());
      if (numbers.isPresent() && scalar.plain()) {
        List<Node> values = new ArrayList<>();
        for (long number : numbers.get()) {
          values.add(new Node.Scalar(Node.Kind.INTEGER, Long.toString(number), true, Place.NONE));
        }
        return values;
      }
    }
    if (!(node instanceof Node.Scalar)) {
      grid.wrong(
          name, "it is " + Fields.nameOf(node), "write a list of values or a range such as 1-5");
    }
    return List.of(node);
  }

  private static TaskSet bounded(Fields fields, String key, List<String> params) {
    if (params.size() > PARAMS_MAX) {
      return tooMany(fields, key);
    }
    if (params.isEmpty()) {
      fields.wrong(key, "there is no task", "give at least one value");
      return ONE;
    }
    return new TaskSet(params.size(), params);
  }

  private static TaskSet tooMany(Fields fields, String key) {
    fields.wrong(
        key,
        "more than " + PARAMS_MAX + " tasks with parameters of their own",
        "split the job, or let array: COUNT number the tasks");
    return ONE;
  }
}
