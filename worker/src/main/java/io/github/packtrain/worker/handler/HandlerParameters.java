package io.github.packtrain.worker.handler;

import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of parameters, with checks and messages. What was never asked for is found by
 * {@link #refuseUnknown}, so that a misspelt name does not pass as a default.
 */
public final class HandlerParameters {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String what;
  private final JsonNode object;
  private final Set<String> asked = new TreeSet<>();

  private HandlerParameters(String what, JsonNode object) {
    this.what = what;
    this.object = object;
  }

  /**
   * Reads a JSON object; empty text is an empty one.
   *
   * @param what to call it in messages, such as {@code parameter} or {@code option}
   */
  public static HandlerParameters parse(String what, String json) throws BadParameterException {
    try {
      JsonNode node = json.isBlank() ? JSON.createObjectNode() : JSON.readTree(json);
      if (node.isObject()) {
        return new HandlerParameters(what, node);
      }
    } catch (JacksonException e) {
      throw new BadParameterException("the " + what + "s are not JSON: " + e.getOriginalMessage());
    }
    throw new BadParameterException("the " + what + "s are not a JSON object: " + json);
  }

  public boolean has(String name) {
    asked.add(name);
    return object.has(name);
  }

  /** A finite number from {@code min} to {@code max}; {@code otherwise} when it is absent. */
  public double number(String name, double otherwise, double min, double max)
      throws BadParameterException {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode value = object.path(name);
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(number >= min && number <= max)) {
      throw bad(name, "a number from " + plain(min) + " to " + plain(max));
    }
    return number;
  }

  /** A whole number likewise. Searches often give one as a decimal, such as 3.0. */
  public int integer(String name, int otherwise, int min, int max) throws BadParameterException {
    double number = number(name, otherwise, min, max);
    if (number != Math.rint(number)) {
      throw bad(name, "a whole number from " + min + " to " + max);
    }
    return (int) number;
  }

  /** A truth value. */
  public boolean truth(String name, boolean otherwise) throws BadParameterException {
    if (!has(name)) {
      return otherwise;
    }
    if (!object.path(name).isBoolean()) {
      throw bad(name, "true or false");
    }
    return object.path(name).booleanValue();
  }

  /** One of a few words. */
  public String choice(String name, String otherwise, List<String> choices)
      throws BadParameterException {
    String text = text(name, otherwise);
    if (!choices.contains(text)) {
      throw bad(name, "one of " + String.join(", ", choices));
    }
    return text;
  }

  public String text(String name, String otherwise) throws BadParameterException {
    if (!has(name)) {
      return otherwise;
    }
    if (!object.path(name).isString()) {
      throw bad(name, "a text");
    }
    return object.path(name).stringValue();
  }

  /** A text that has to be there. */
  public String text(String name) throws BadParameterException {
    if (!has(name)) {
      throw new BadParameterException("the " + what + " '" + name + "' is missing");
    }
    return text(name, "");
  }

  /**
   * A map of texts, also given as a list of texts, each then standing for itself.
   *
   * @return in the order given; empty when absent
   */
  public Map<String, String> texts(String name) throws BadParameterException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!has(name)) {
      return texts;
    }
    JsonNode value = object.path(name);
    for (JsonNode element : value.isArray() ? value : JSON.createArrayNode()) {
      texts.put(element.asString(), element.asString());
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      texts.put(entry.getKey(), entry.getValue().asString());
    }
    if (texts.isEmpty()) {
      throw bad(name, "a list of texts or an object of texts");
    }
    return texts;
  }

  /** The value as one writes it: texts as they are, whole numbers without a decimal point. */
  public String written(String name) throws BadParameterException {
    if (!has(name)) {
      throw new BadParameterException("the " + what + " '" + name + "' is missing");
    }
    JsonNode value = object.path(name);
    if (value.isContainer() || value.isNull()) {
      throw bad(name, "a text, a number or a truth value");
    }
    return value.isNumber() ? plain(value.doubleValue()) : value.asString();
  }

  /** Fails when something was given that nobody asked for. */
  public void refuseUnknown() throws BadParameterException {
    List<String> unknown = new ArrayList<>();
    object.propertyNames().forEach(unknown::add);
    unknown.removeAll(asked);
    if (!unknown.isEmpty()) {
      throw new BadParameterException(
          "unknown %s '%s'; %s"
              .formatted(what, unknown.getFirst(), Spelling.hint(unknown.getFirst(), asked)));
    }
  }

  private BadParameterException bad(String name, String expected) {
    return new BadParameterException(
        "the %s '%s' is to be %s, not %s".formatted(what, name, expected, object.path(name)));
  }

  private static String plain(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  /** All of it as JSON, for handlers that read it in a way of their own. */
  public String json() {
    return object.toString();
  }

  @Override
  public String toString() {
    return what + "s " + object;
  }
}
