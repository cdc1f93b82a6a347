package io.github.packtrain.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which family a model is of, by how its name begins. The shell reads the text, the one that comes
 * with the program ({@link #RESOURCE}) or the user's; what it says of a job is recorded with the
 * job, so that another text changes nothing that was learned.
 */
public final class ModelFamilies {
  /** Of this class: the families that come with the program. */
  public static final String RESOURCE = "model-families.txt";

  /** No families. */
  public static final ModelFamilies NONE = new ModelFamilies(List.of());

  private static final int LINES_MAX = 1_000;

  private record Family(String name, List<String> beginnings) {}

  private final List<Family> families;

  private ModelFamilies(List<Family> families) {
    this.families = List.copyOf(families);
  }

  /**
   * Reads lines such as {@code bert: bert distilbert}; empty ones and those that begin with {@code
   * #} are passed over.
   *
   * @throws IllegalArgumentException naming the first line that says no family
   */
  public static ModelFamilies parse(List<String> lines) {
    if (lines.size() > LINES_MAX) {
      throw new IllegalArgumentException(
          "model families have " + lines.size() + " lines, more than " + LINES_MAX);
    }
    List<Family> families = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        families.add(family(line, i + 1));
      }
    }
    return new ModelFamilies(families);
  }

  private static Family family(String line, int number) {
    int colon = line.indexOf(':');
    List<String> beginnings = colon < 0 ? List.of() : words(line.substring(colon + 1));
    if (colon < 1 || beginnings.isEmpty()) {
      throw new IllegalArgumentException(
          "line "
              + number
              + " of the model families is not 'family: beginning…' but '"
              + line
              + "'");
    }
    return new Family(line.substring(0, colon).strip(), beginnings);
  }

  /** The family of the model, or empty when none is known. */
  public String of(String model) {
    List<String> words = words(model);
    for (Family family : families) {
      for (String beginning : family.beginnings) {
        if (words.stream().anyMatch(word -> word.startsWith(beginning))) {
          return family.name;
        }
      }
    }
    return "";
  }

  /** How many families it knows. */
  public int size() {
    return families.size();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
