package io.github.packtrain.core.order;

import io.github.packtrain.model.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the options of one order and keeps the first thing that is wrong with them. */
final class Options {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)?");
  private static final int DURATIONS_MAX = 64;

  private final String order;
  private final TreeMap<String, String> left;
  private final TreeMap<String, String> known = new TreeMap<>();
  private @Nullable Rejection first;

  Options(String order, Map<String, String> options) {
    this.order = order;
    this.left = new TreeMap<>(options);
  }

  /** To be asked after all options have been read: what is left is unknown. */
  Optional<Rejection> problem() {
    if (first == null && !left.isEmpty()) {
      return Optional.of(
          Rejection.invalid(
              "ORDER_OPTION",
              "queue order " + order + " has no option '" + left.firstKey() + "'",
              known.isEmpty()
                  ? "it takes none"
                  : "its options are " + String.join(", ", known.keySet()),
              "leave it out, or choose one of these"));
    }
    return Optional.ofNullable(first);
  }

  /** What it takes, by name, with ranges and defaults. */
  Map<String, String> known() {
    return Collections.unmodifiableMap(known);
  }

  boolean flag(String key, boolean otherwise) {
    String text = take(key, "true or false", String.valueOf(otherwise));
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      return wrong(key, text, "true or false", otherwise);
    }
    return text.equals("true");
  }

  /** One of the words; the first is what holds when nothing is said. */
  String word(String key, List<String> words) {
    String text = take(key, "one of " + String.join(", ", words), words.getFirst());
    if (text == null) {
      return words.getFirst();
    }
    return words.contains(text)
        ? text
        : wrong(key, text, "one of " + String.join(", ", words), words.getFirst());
  }

  /** From 0 to 1. */
  double fraction(String key, double otherwise) {
    String text = take(key, "0 to 1", String.valueOf(otherwise).replaceFirst("\\.0$", ""));
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?")) {
      return wrong(key, text, "a number from 0 to 1", otherwise);
    }
    return Double.parseDouble(text);
  }

  /** In milliseconds. */
  long duration(String key, long otherwise) {
    String text = take(key, "a time such as 90s, 15m or 2h", shown(otherwise));
    if (text == null) {
      return otherwise;
    }
    long millis = millis(text);
    return millis < 0 ? wrong(key, text, "a time such as 90s, 15m or 2h", otherwise) : millis;
  }

  /** In milliseconds, growing. */
  List<Long> durations(String key, List<Long> otherwise) {
    String usual = otherwise.stream().map(Options::shown).collect(Collectors.joining("+"));
    String text = take(key, "growing times such as 1h+2h+8h", usual);
    if (text == null) {
      return otherwise;
    }
    List<Long> all = new ArrayList<>();
    long before = 0;
    for (String part : text.split("[,+]", -1)) {
      long millis = millis(part.strip());
      if (millis <= before || all.size() == DURATIONS_MAX) {
        return wrong(key, text, "growing times, such as 1h,2h,8h or 1h+2h+8h", otherwise);
      }
      all.add(millis);
      before = millis;
    }
    return all;
  }

  /** Options that begin with {@code prefix}: whole numbers from 1. */
  Map<String, Integer> weights(String prefix, int most) {
    known.put(prefix + "NAME", "1 to " + most + ", 1 when not given");
    TreeMap<String, Integer> weights = new TreeMap<>();
    TreeMap<String, String> mine = new TreeMap<>(left.tailMap(prefix));
    for (Map.Entry<String, String> option : mine.entrySet()) {
      String key = option.getKey();
      if (key.startsWith(prefix) && key.length() > prefix.length()) {
        left.remove(key);
        boolean number = option.getValue().matches("\\d{1,7}");
        int weight = number ? Integer.parseInt(option.getValue()) : 0;
        if (weight < 1 || weight > most) {
          weight = wrong(key, option.getValue(), "a whole number from 1 to " + most, 1);
        }
        weights.put(key.substring(prefix.length()), weight);
      }
    }
    return weights;
  }

  private static long millis(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    String unit = matcher.group(2);
    long factor =
        switch (unit == null ? "s" : unit) {
          case "ms" -> 1L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          case String _ -> 1_000L;
        };
    return Standing.times(Long.parseLong(matcher.group(1)), factor);
  }

  private static String shown(long millis) {
    return millis == 0 ? "none" : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  private @Nullable String take(String key, String range, String usual) {
    known.put(key, range + ", " + usual + " when not given");
    return left.remove(key);
  }

  private <T> T wrong(String key, String text, String expected, T otherwise) {
    if (first == null) {
      first =
          Rejection.invalid(
              "ORDER_OPTION",
              "option " + key + " of queue order " + order + " is '" + text + "'",
              "it takes " + expected,
              "give another value, or leave it out");
    }
    return otherwise;
  }
}
