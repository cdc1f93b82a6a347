package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.text.Words;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.Place;
import io.github.packtrain.cli.tree.Scalars;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A mapping of a file while it is read. Each method that takes a key makes it known; {@link
 * #finish} reports the keys that nobody knew. A value of the wrong type is reported and then
 * missing.
 */
final class Fields {
  private final String path;
  private final Node.Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(String path, Node.Mapping mapping, Problems problems) {
    this.path = path;
    this.mapping = mapping;
    this.problems = problems;
  }

  /**
   * @param path of the mapping in the file; empty for the file itself
   */
  static Fields of(String path, Node node, Problems problems) {
    if (node instanceof Node.Mapping mapping) {
      return new Fields(path, mapping, problems);
    }
    problems.add(
        node.place(),
        "type",
        (path.isEmpty() ? "the file" : path) + " is " + nameOf(node) + ", not a mapping",
        "write keys and values, such as  key: value");
    return new Fields(path, Node.empty(), problems);
  }

  /** Reports keys that no method was asked for. */
  void finish() {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                problems.add(
                    entry.keyPlace(),
                    "unknown_key",
                    "unknown key '" + key + "'" + (path.isEmpty() ? "" : " in " + path),
                    Words.hint(key, known, "the keys here are"));
              }
            });
  }

  Place place() {
    return mapping.place();
  }

  Place place(String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.place() : entry.value().place();
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The keys of a mapping whose keys are the user's own. */
  Iterable<String> ownKeys() {
    known.addAll(mapping.entries().keySet());
    return mapping.entries().keySet();
  }

  /** Whether the key is there; null counts as not there. */
  boolean has(String key) {
    return find(key).isPresent();
  }

  Optional<Node> find(String key) {
    known.add(key);
    Node.Entry entry = mapping.entries().get(key);
    if (entry == null
        || (entry.value() instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL)) {
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  Optional<Fields> mapping(String key) {
    return find(key).map(node -> of(path(key), node, problems));
  }

  /** A word; numbers and truth values are taken as they are written. */
  Optional<String> text(String key) {
    return scalar(key, "a text").map(Node.Scalar::value);
  }

  Optional<String> oneOf(String key, List<String> words) {
    Optional<String> word = text(key);
    if (word.isPresent() && !words.contains(word.get())) {
      wrong(
          key,
          "'" + word.get() + "' is not possible",
          Words.hint(word.get(), words, "choose from"));
      return Optional.empty();
    }
    return word;
  }

  OptionalLong integer(String key, long min, long max) {
    Optional<Node.Scalar> scalar = scalar(key, "a whole number");
    if (scalar.isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<BigInteger> value = Scalars.findInteger(scalar.get());
    if (value.isEmpty()) {
      wrong(
          key,
          shown(scalar.get()) + " is not a whole number",
          "write a number such as " + Math.max(min, 1));
      return OptionalLong.empty();
    }
    if (value.get().compareTo(BigInteger.valueOf(min)) < 0
        || value.get().compareTo(BigInteger.valueOf(max)) > 0) {
      wrong(
          key,
          value.get() + " is out of range",
          max == Long.MAX_VALUE || max == Integer.MAX_VALUE
              ? "use at least " + min
              : "use " + min + " to " + max);
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.get().longValue());
  }

  OptionalDouble number(String key) {
    Optional<Node.Scalar> scalar = scalar(key, "a number");
    Optional<Double> value = scalar.flatMap(Scalars::findNumber);
    if (scalar.isPresent() && value.isEmpty()) {
      wrong(key, shown(scalar.get()) + " is not a finite number", "write a number such as 0.95");
    }
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  Optional<Boolean> flag(String key) {
    Optional<Node.Scalar> scalar = scalar(key, "true or false");
    if (scalar.isPresent() && scalar.get().kind() != Node.Kind.BOOL) {
      wrong(key, shown(scalar.get()) + " is neither true nor false", "write true or false");
      return Optional.empty();
    }
    return scalar.map(value -> Boolean.parseBoolean(value.value()));
  }

  OptionalLong millis(String key) {
    return parsed(key, Quantities::parseMillis, "duration", Quantities.DURATIONS);
  }

  OptionalLong bytes(String key) {
    return parsed(key, Quantities::parseBytes, "size", Quantities.SIZES);
  }

  OptionalInt cpuMilli(String key) {
    OptionalLong milli =
        parsed(
            key,
            text -> {
              OptionalInt value = Quantities.parseMilli(text);
              return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
            },
            "number of cores",
            Quantities.CPUS);
    return milli.isPresent() ? OptionalInt.of((int) milli.getAsLong()) : OptionalInt.empty();
  }

  /** Texts; a single one may stand without brackets. */
  Optional<List<String>> texts(String key) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    List<Node> items =
        node.get() instanceof Node.Sequence list ? list.items() : List.of(node.get());
    List<String> texts = new ArrayList<>();
    for (Node item : items) {
      if (item instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL) {
        texts.add(scalar.value());
      } else {
        problems.add(
            item.place(),
            "type",
            path(key) + " holds " + nameOf(item) + ", not a text",
            "write a list of texts");
      }
    }
    return Optional.of(texts);
  }

  /** Reports a problem with the value of {@code key} that the message does not explain. */
  void wrong(String key, String message, String why, String hint) {
    problems.add(place(key), "value", path(key) + ": " + message, why, hint);
  }

  /** Reports a problem with the value of {@code key}. */
  void wrong(String key, String message, String hint) {
    problems.add(place(key), "value", path(key) + ": " + message, hint);
  }

  /** Reports that something is not there. */
  void missing(String message, String hint) {
    problems.add(mapping.place(), "missing", message, hint);
  }

  static String nameOf(Node node) {
    return switch (node) {
      case Node.Mapping _ -> "a mapping";
      case Node.Sequence _ -> "a list";
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NULL -> "empty";
      case Node.Scalar scalar -> shown(scalar);
    };
  }

  private static String shown(Node.Scalar scalar) {
    return scalar.kind() == Node.Kind.TEXT ? "'" + scalar.value() + "'" : scalar.value();
  }

  private OptionalLong parsed(
      String key, Function<String, OptionalLong> parse, String noun, String forms) {
    Optional<Node.Scalar> scalar = scalar(key, "a " + noun);
    if (scalar.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong value = parse.apply(scalar.get().value());
    if (value.isEmpty()) {
      wrong(key, shown(scalar.get()) + " is not a " + noun, "write " + forms);
    }
    return value;
  }

  private Optional<Node.Scalar> scalar(String key, String expected) {
    Optional<Node> node = find(key);
    if (node.isPresent() && !(node.get() instanceof Node.Scalar)) {
      problems.add(
          node.get().place(),
          "type",
          path(key) + " is " + nameOf(node.get()) + ", not " + expected,
          "write " + expected);
    }
    return node.filter(Node.Scalar.class::isInstance).map(Node.Scalar.class::cast);
  }
}
