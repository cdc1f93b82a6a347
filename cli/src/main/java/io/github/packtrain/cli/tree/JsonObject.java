package io.github.packtrain.cli.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Builds a JSON object, key by key. */
public final class JsonObject {
  private final SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();

  /** Sets {@code key} to a node. */
  public JsonObject put(String key, Node value) {
    entries.put(key, new Node.Entry(Place.NONE, value));
    return this;
  }

  /** Sets {@code key} to a text. */
  public JsonObject put(String key, String value) {
    return put(key, text(value));
  }

  /** Sets {@code key} to a whole number. */
  public JsonObject put(String key, long value) {
    return put(key, new Node.Scalar(Node.Kind.INTEGER, Long.toString(value), true, Place.NONE));
  }

  /** Sets {@code key} to a number. */
  public JsonObject put(String key, double value) {
    return put(key, new Node.Scalar(Node.Kind.NUMBER, Double.toString(value), true, Place.NONE));
  }

  /** Sets {@code key} to a truth value. */
  public JsonObject put(String key, boolean value) {
    return put(key, new Node.Scalar(Node.Kind.BOOL, Boolean.toString(value), true, Place.NONE));
  }

  /** Sets {@code key} to what {@code value} holds so far. */
  public JsonObject put(String key, JsonObject value) {
    return put(key, value.node());
  }

  /** Sets {@code key} to a list. */
  public JsonObject put(String key, List<? extends Node> values) {
    return put(key, new Node.Sequence(List.copyOf(values), Place.NONE));
  }

  /** Sets {@code key} to a list of texts. */
  public JsonObject putTexts(String key, List<String> values) {
    return put(key, values.stream().map(JsonObject::text).toList());
  }

  /** Sets {@code key} to an object of texts. */
  public JsonObject putTexts(String key, Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::put);
    return put(key, object);
  }

  /** Whether no key has been set. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What has been built so far. */
  public Node.Mapping node() {
    return new Node.Mapping(entries, Place.NONE);
  }

  @Override
  public String toString() {
    return JsonText.compact(node());
  }

  private static Node.Scalar text(String value) {
    return new Node.Scalar(Node.Kind.TEXT, value, false, Place.NONE);
  }
}
