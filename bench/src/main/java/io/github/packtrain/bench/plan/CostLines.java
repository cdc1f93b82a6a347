package io.github.packtrain.bench.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What placements cost, as their pages say it: one run for all of them, kept in {@code
 * bench/results/plan-policies.json}.
 */
public final class CostLines {
  private static final Pattern SENTENCE = Pattern.compile("A cycle takes .* workers\\)\\.");
  private static final int WIDTH = 118;
  private static final String CYCLE = ": cycle, p50";

  private final TreeMap<String, Double> values = new TreeMap<>();

  private CostLines() {}

  /** From a file that {@code ./dev bench plan policies out=DIRECTORY} wrote. */
  public static CostLines of(Path results) {
    CostLines lines = new CostLines();
    JsonNode all = JsonMapper.shared().readTree(results.toFile());
    for (JsonNode figure : all.get("figures")) {
      lines.values.put(figure.get("what").asString(), figure.get("value").asDouble());
    }
    return lines;
  }

  /** All that were measured. */
  public List<String> placements() {
    List<String> names = new ArrayList<>();
    for (String figure : values.keySet()) {
      if (figure.endsWith(CYCLE)) {
        names.add(figure.substring(0, figure.length() - CYCLE.length()));
      }
    }
    return names;
  }

  /** The page of a placement in a checkout. */
  public static Path page(Path home, String placement) {
    return home.resolve("docs/strategies/placement-" + placement + ".md");
  }

  /** What the page of a placement has to say. */
  public String sentenceOf(String placement) {
    return String.format(
        Locale.ROOT,
        "A cycle takes %.2f × that of best_fit, placing and releasing %.2f × (`./dev bench plan"
            + " policies`: %.3f ms a cycle with 1 000 workers and 100 000 waiting, %.2f µs a"
            + " placement with 5 000 workers).",
        value(placement + ": cycle against best_fit"),
        value(placement + ": placement against best_fit"),
        value(placement + CYCLE),
        value(placement + ": placement and release"));
  }

  private double value(String figure) {
    Double value = values.get(figure);
    if (value == null) {
      throw new IllegalArgumentException("no figure '" + figure + "' was measured");
    }
    return value;
  }

  void rewrite(Path home) throws IOException {
    for (String placement : placements()) {
      Path page = page(home, placement);
      List<String> paragraphs = new ArrayList<>();
      for (String paragraph : Files.readString(page).strip().split("\n\n", -1)) {
        String joined = paragraph.replace('\n', ' ');
        Matcher sentence = SENTENCE.matcher(joined);
        paragraphs.add(
            sentence.find()
                ? wrapped(sentence.replaceFirst(Matcher.quoteReplacement(sentenceOf(placement))))
                : paragraph);
      }
      Files.writeString(page, String.join("\n\n", paragraphs) + "\n");
    }
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        lines.append('\n');
        column = 0;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
