package io.github.packtrain.worker.events;

import io.github.packtrain.model.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Understands one line. */
final class EventLine {
  private static final int METRICS_MAX = 256;
  private static final int NAME_MAX_CHARS = 128;
  private static final int SHOWN_MAX_CHARS = 40;
  private static final long STEP_MAX = 1L << 53;

  /** Python writes NaN and Infinity bare; they are understood in order to be named. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EventLine() {}

  /**
   * The events of a line, at least one.
   *
   * @param nextStep the step of a measurement that names none
   */
  static List<TaskEvent> parse(byte[] utf8, long nextStep) throws BrokenLineException {
    JsonNode line = readObject(utf8);
    List<TaskEvent> events = new ArrayList<>();
    if (line.has("metric")) {
      events.add(measured(line, nextStep));
    }
    if (line.has("result")) {
      events.add(result(object(line, "result")));
    }
    if (line.has("note")) {
      events.add(note(line.path("note")));
    }
    if (events.isEmpty()) {
      throw new BrokenLineException("it has none of the keys metric, result and note");
    }
    return events;
  }

  private static JsonNode readObject(byte[] utf8) throws BrokenLineException {
    JsonNode node;
    try {
      node = JSON.readTree(utf8);
    } catch (JacksonException e) {
      throw new BrokenLineException("it is not JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new BrokenLineException("it is not a JSON object: " + shown(node));
    }
    return node;
  }

  private static TaskEvent measured(JsonNode line, long nextStep) throws BrokenLineException {
    Map<String, Double> metrics = new TreeMap<>();
    for (Map.Entry<String, JsonNode> metric : object(line, "metric").properties()) {
      checkName(metric.getKey());
      if (!isFinite(metric.getValue())) {
        throw new BrokenLineException(
            metric.getKey() + " is not a finite number: " + shown(metric.getValue()));
      }
      metrics.put(metric.getKey(), metric.getValue().doubleValue());
    }
    if (metrics.isEmpty()) {
      throw new BrokenLineException("metric is empty");
    }
    return new TaskEvent.Measured(new Measurement(step(line, nextStep), metrics));
  }

  private static long step(JsonNode line, long nextStep) throws BrokenLineException {
    JsonNode step = line.path("step");
    if (step.isMissingNode()) {
      return nextStep;
    }
    boolean whole = step.isIntegralNumber() && step.canConvertToLong();
    if (!whole || step.longValue() < 0 || step.longValue() > STEP_MAX) {
      throw new BrokenLineException("step is not a whole number of at least 0: " + shown(step));
    }
    return step.longValue();
  }

  private static TaskEvent result(JsonNode result) throws BrokenLineException {
    Map<String, Double> metrics = new TreeMap<>();
    Map<String, TaskEvent.Unusable> unusable = new TreeMap<>();
    for (Map.Entry<String, JsonNode> metric : result.properties()) {
      JsonNode value = metric.getValue();
      checkName(metric.getKey());
      if (isFinite(value)) {
        metrics.put(metric.getKey(), value.doubleValue());
      } else {
        unusable.put(metric.getKey(), new TaskEvent.Unusable(value.isNumber(), shown(value)));
      }
    }
    return new TaskEvent.Result(metrics, unusable);
  }

  private static TaskEvent note(JsonNode note) throws BrokenLineException {
    if (!note.isString()) {
      throw new BrokenLineException("note is not a text: " + shown(note));
    }
    return new TaskEvent.Note(note.stringValue());
  }

  private static JsonNode object(JsonNode line, String key) throws BrokenLineException {
    JsonNode value = line.path(key);
    if (!value.isObject()) {
      throw new BrokenLineException(
          "%s is not an object such as {\"accuracy\": 0.97}: %s".formatted(key, shown(value)));
    }
    if (value.size() > METRICS_MAX) {
      throw new BrokenLineException(
          "%s has %d names, more than %d".formatted(key, value.size(), METRICS_MAX));
    }
    return value;
  }

  private static void checkName(String name) throws BrokenLineException {
    if (name.isBlank() || name.length() > NAME_MAX_CHARS || name.startsWith("_")) {
      throw new BrokenLineException(
          "'%s' is no name for a metric: 1 to %d characters, not starting with an underscore"
              .formatted(shortened(name), NAME_MAX_CHARS));
    }
  }

  /** A whole number may be too large for a double, and a decimal one become infinite. */
  private static boolean isFinite(JsonNode value) {
    // Jackson throws for a whole number beyond the range of a double; Double.parseDouble says
    // infinity.
    return value.isNumber() && Double.isFinite(Double.parseDouble(value.asString()));
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    // NaN as JSON text would be quoted, and look like a string.
    return shortened(node.isNumber() ? node.asString() : node.toString());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_MAX_CHARS ? text : text.substring(0, SHOWN_MAX_CHARS) + "…";
  }
}
