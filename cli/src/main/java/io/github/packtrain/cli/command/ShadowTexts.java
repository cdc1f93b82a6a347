package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a shadow found, as people read it. */
final class ShadowTexts {
  private ShadowTexts() {}

  static List<String> lines(Node shadow, Instant now) {
    List<String> lines = new ArrayList<>();
    Node policy = shadow.mapping("policy");
    String name = policy.text("name");
    String age = Shown.age(policy, "since", now);
    lines.add(
        name
            + (shadow.flag("running")
                ? " runs as a shadow since " + age
                : " ran as a shadow, started " + age + " ago"));
    if (!policy.text("problem").isEmpty()) {
      lines.add("  ended by itself: " + policy.text("problem"));
    }
    long decisions = shadow.number("decisions");
    long otherwise = shadow.number("otherwise");
    lines.add(
        "  otherwise   "
            + otherwise
            + " of "
            + Shown.count(decisions, "decision")
            + (decisions == 0 ? "" : " (" + percent(otherwise, decisions) + ")")
            + ": "
            + shadow.number("otherWorker")
            + " on another worker, "
            + shadow.number("otherDevices")
            + " on other devices, "
            + shadow.number("liveOnly")
            + " not at all, "
            + shadow.number("shadowOnly")
            + " in addition");
    lines.add(
        "  plans       "
            + shadow.number("plans")
            + " compared, "
            + shadow.number("skipped")
            + " skipped while it was busy");
    lines.add(
        "  cost        "
            + millis(shadow, "shadowMillis")
            + " of processor time, the live plans took "
            + millis(shadow, "liveMillis"));
    return lines;
  }

  private static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
  }

  private static String millis(Node shadow, String path) {
    return String.format(Locale.ROOT, "%.1f ms", shadow.findDecimal(path).orElse(0.0));
  }

  /** The latest differences. */
  static Table examples(Node shadow) {
    Table table = new Table().left("TASK OF").left("LIVE").left("SHADOW").left("WHY");
    for (Node example : shadow.items("examples")) {
      table.row(
          example.text("job"),
          example.text("liveWorker"),
          example.text("shadowWorker"),
          example.text("why"));
    }
    return table;
  }
}
