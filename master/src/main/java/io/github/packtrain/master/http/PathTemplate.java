package io.github.packtrain.master.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path such as {@code /v1/jobs/{job}/tasks/{index}:cancel}: literal segments, variables that take
 * one segment each, and perhaps a verb behind a colon.
 *
 * @param verb behind the last segment's colon, or empty
 */
record PathTemplate(List<Segment> segments, String verb) {
  PathTemplate {
    segments = List.copyOf(segments);
  }

  /** A part between slashes. */
  sealed interface Segment {
    record Literal(String text) implements Segment {}

    record Variable(String field) implements Segment {}
  }

  static PathTemplate parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasVerb = colon > text.lastIndexOf('/') && colon > text.lastIndexOf('}');
    String path = hasVerb ? text.substring(0, colon) : text;
    List<Segment> segments = new ArrayList<>();
    for (String part : path.substring(1).split("/", -1)) {
      segments.add(
          part.startsWith("{")
              ? new Segment.Variable(part.substring(1, part.length() - 1))
              : new Segment.Literal(part));
    }
    return new PathTemplate(segments, hasVerb ? text.substring(colon + 1) : "");
  }

  /**
   * The variables' values, decoded, if the raw path is of this form.
   *
   * @param rawPath of a valid URI
   */
  Optional<Map<String, String>> match(String rawPath) {
    int colon = rawPath.lastIndexOf(':');
    boolean hasVerb = colon > rawPath.lastIndexOf('/');
    if (!verb.equals(hasVerb ? rawPath.substring(colon + 1) : "")) {
      return Optional.empty();
    }
    String path = hasVerb ? rawPath.substring(0, colon) : rawPath;
    String[] parts = path.substring(Math.min(1, path.length())).split("/", -1);
    if (parts.length != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      switch (segments.get(i)) {
        case Segment.Literal(String text) -> {
          if (!text.equals(parts[i])) {
            return Optional.empty();
          }
        }
        case Segment.Variable(String field) -> {
          if (parts[i].isEmpty()) {
            return Optional.empty();
          }
          values.put(field, decode(parts[i]));
        }
      }
    }
    return Optional.of(values);
  }

  /** In a path, unlike in a query, a plus sign is itself. */
  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
