package io.github.packtrain.cli.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON text to nodes and back. */
public final class JsonText {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private JsonText() {}

  /**
   * Reads one document.
   *
   * @throws tools.jackson.core.JacksonException when it is not JSON
   */
  public static Node read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return value(parser);
    }
  }

  /** On one line. */
  public static String compact(Node node) {
    StringBuilder out = new StringBuilder();
    write(node, out, -1);
    return out.toString();
  }

  /** For people: indented by two. */
  public static String pretty(Node node) {
    StringBuilder out = new StringBuilder();
    write(node, out, 0);
    return out.toString();
  }

  private static Node value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return scalar(Node.Kind.NULL, "");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> scalar(Node.Kind.INTEGER, parser.getString());
      case VALUE_NUMBER_FLOAT -> scalar(Node.Kind.NUMBER, parser.getString());
      case VALUE_TRUE, VALUE_FALSE -> scalar(Node.Kind.BOOL, parser.getString());
      case VALUE_NULL -> scalar(Node.Kind.NULL, "");
      case VALUE_STRING -> new Node.Scalar(Node.Kind.TEXT, parser.getString(), false, Place.NONE);
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("unexpected " + token);
    };
  }

  private static Node object(JsonParser parser) {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.getString();
      parser.nextToken();
      entries.put(key, new Node.Entry(Place.NONE, value(parser)));
    }
    return new Node.Mapping(entries, Place.NONE);
  }

  private static Node array(JsonParser parser) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Node.Sequence(items, Place.NONE);
  }

  private static Node scalar(Node.Kind kind, String text) {
    return new Node.Scalar(kind, text, true, Place.NONE);
  }

  /** With {@code depth} below 0 on one line. */
  private static void write(Node node, StringBuilder out, int depth) {
    switch (node) {
      case Node.Mapping mapping -> writeMapping(mapping, out, depth);
      case Node.Sequence sequence -> writeSequence(sequence, out, depth);
      case Node.Scalar scalar -> writeScalar(scalar, out);
    }
  }

  private static void writeMapping(Node.Mapping mapping, StringBuilder out, int depth) {
    out.append('{');
    var entries = mapping.entries().entrySet().iterator();
    while (entries.hasNext()) {
      var entry = entries.next();
      newLine(out, depth, 1);
      quote(entry.getKey(), out);
      out.append(depth < 0 ? ":" : ": ");
      write(entry.getValue().value(), out, depth < 0 ? depth : depth + 1);
      comma(entries, out);
    }
    if (!mapping.entries().isEmpty()) {
      newLine(out, depth, 0);
    }
    out.append('}');
  }

  private static void writeSequence(Node.Sequence sequence, StringBuilder out, int depth) {
    out.append('[');
    Iterator<Node> items = sequence.items().iterator();
    while (items.hasNext()) {
      newLine(out, depth, 1);
      write(items.next(), out, depth < 0 ? depth : depth + 1);
      comma(items, out);
    }
    if (!sequence.items().isEmpty()) {
      newLine(out, depth, 0);
    }
    out.append(']');
  }

  private static void writeScalar(Node.Scalar scalar, StringBuilder out) {
    switch (scalar.kind()) {
      case TEXT -> quote(scalar.value(), out);
      case NULL -> out.append("null");
      case INTEGER, NUMBER, BOOL -> out.append(jsonOf(scalar));
    }
  }

  /** YAML's spellings of numbers and truth values, as JSON has them. */
  private static String jsonOf(Node.Scalar scalar) {
    return switch (scalar.kind()) {
      case INTEGER -> Scalars.integer(scalar.value()).toString();
      case NUMBER -> Scalars.jsonNumber(scalar.value());
      case BOOL -> scalar.value().toLowerCase(java.util.Locale.ROOT);
      case TEXT, NULL -> throw new IllegalStateException("not a literal: " + scalar);
    };
  }

  private static void newLine(StringBuilder out, int depth, int more) {
    if (depth >= 0) {
      out.append('\n').repeat("  ", depth + more);
    }
  }

  private static void comma(Iterator<?> rest, StringBuilder out) {
    if (rest.hasNext()) {
      out.append(',');
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
            out.append("\\u").append(String.format("%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
