package io.github.packtrain.cli.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A value of JSON or YAML.
 *
 * <p>The reading methods ({@link #find}, {@link #text}, {@link #number} …) take a path of keys
 * joined by dots and treat what is missing as empty or zero, as the canonical JSON of protobuf
 * does.
 */
public sealed interface Node {

  /** Keys and values in the order of the file. */
  record Mapping(SequencedMap<String, Entry> entries, Place place) implements Node {
    /** Copies {@code entries}. */
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }
  }

  /** The value of a key, and where the key stands. */
  record Entry(Place keyPlace, Node value) {}

  /** Values in order. */
  record Sequence(List<Node> items, Place place) implements Node {
    /** Copies {@code items}. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A single value.
   *
   * @param kind what it is
   * @param value as written, without quotes and escapes; empty for null
   * @param plain written without quotes, so that another type may be read into it
   */
  record Scalar(Kind kind, String value, boolean plain, Place place) implements Node {}

  /** What a scalar is. */
  enum Kind {
    TEXT,
    INTEGER,
    NUMBER,
    BOOL,
    NULL
  }

  /** Where it begins. */
  Place place();

  /** A mapping without entries. */
  static Mapping empty() {
    return new Mapping(new LinkedHashMap<>(), Place.NONE);
  }

  /** The value at {@code path}; empty when it is missing or null. */
  default Optional<Node> find(String path) {
    Node at = this;
    for (String key : path.split("\\.", -1)) {
      Entry entry = at instanceof Mapping mapping ? mapping.entries().get(key) : null;
      if (entry == null) {
        return Optional.empty();
      }
      at = entry.value();
    }
    return at instanceof Scalar scalar && scalar.kind() == Kind.NULL
        ? Optional.empty()
        : Optional.of(at);
  }

  /** Whether there is a value at {@code path}. */
  default boolean has(String path) {
    return find(path).isPresent();
  }

  /** The mapping at {@code path}, empty when missing. */
  default Mapping mapping(String path) {
    return find(path).orElse(empty()) instanceof Mapping mapping ? mapping : empty();
  }

  /** The items at {@code path}, none when missing. */
  default List<Node> items(String path) {
    return find(path).orElse(empty()) instanceof Sequence sequence ? sequence.items() : List.of();
  }

  /** The scalar at {@code path} as text, empty when missing. */
  default String text(String path) {
    return find(path).map(Node::text).orElse("");
  }

  /** This scalar as text; empty for anything else. */
  default String text() {
    return this instanceof Scalar scalar ? scalar.value() : "";
  }

  /** The whole number at {@code path}, 0 when missing; 64-bit numbers may be in quotes. */
  default long number(String path) {
    String text = text(path);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** The number at {@code path}; empty when missing. */
  default Optional<Double> findDecimal(String path) {
    return find(path).map(node -> Double.parseDouble(node.text()));
  }

  /** The truth value at {@code path}, false when missing. */
  default boolean flag(String path) {
    return text(path).equals("true");
  }
}
