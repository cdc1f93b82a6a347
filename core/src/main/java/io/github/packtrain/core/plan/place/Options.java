package io.github.packtrain.core.plan.place;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Options of a policy as they are read: each at most once, in its range, none left over. */
public final class Options {
  private final String policy;
  private final Map<String, String> given;
  private final TreeMap<String, String> known = new TreeMap<>();

  Options(String policy, Map<String, String> given) {
    this.policy = policy;
    this.given = given;
  }

  /** A whole number. */
  public long number(String name, long usual, long least, long most) {
    known.put(name, least + " to " + most + ", " + usual + " when not given");
    String text = given.get(name);
    if (text == null) {
      return usual;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with what would be right.
    }
    throw refused(name, text, "it takes a whole number from " + least + " to " + most);
  }

  /** A weight with up to three decimals, in thousandths. */
  public int weightMilli(String name, String usual) {
    known.put(name, "0 to 1000, up to three decimals, " + usual + " when not given");
    String text = given.getOrDefault(name, usual);
    if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
      throw refused(name, text, "it takes a number from 0 to 1000 with up to three decimals");
    }
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String rest = point < 0 ? "" : text.substring(point + 1);
    int milli = Integer.parseInt(whole) * 1_000 + Integer.parseInt((rest + "000").substring(0, 3));
    if (milli > 1_000_000) {
      throw refused(name, text, "it takes a number from 0 to 1000");
    }
    return milli;
  }

  /** One of some words. */
  public String word(String name, String usual, String... allowed) {
    known.put(name, String.join("|", allowed) + ", " + usual + " when not given");
    String text = given.getOrDefault(name, usual);
    for (String word : allowed) {
      if (word.equals(text)) {
        return text;
      }
    }
    throw refused(name, text, "it takes one of " + String.join(", ", allowed));
  }

  /** To be called when all have been read. */
  void refuseOthers() {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!known.containsKey(name)) {
        throw new PolicyRefused(
            "POLICY_OPTION_UNKNOWN",
            policy + " has no option '" + name + "'",
            known.isEmpty()
                ? "it takes none"
                : "its options are " + String.join(", ", known.keySet()),
            "leave it out, or choose one of these");
      }
    }
  }

  /** What it takes, by name, with ranges and defaults. */
  Map<String, String> known() {
    return known;
  }

  private PolicyRefused refused(String name, String text, String why) {
    return new PolicyRefused(
        "POLICY_OPTION_INVALID",
        "option " + name + " of " + policy + " cannot be '" + text + "'",
        why,
        "give another value, or leave it out");
  }
}
