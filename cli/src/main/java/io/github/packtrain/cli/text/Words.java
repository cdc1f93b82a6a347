package io.github.packtrain.cli.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word that is nearest to a mistyped one. */
public final class Words {
  private static final int EDITS_MAX = 2;

  /** Leaves room for what stands before a hint. */
  private static final int LINE_MAX = 72;

  private Words() {}

  /**
   * A hint for a word that is not known: the nearest one if one is near, else all of them.
   *
   * @param noun what is listed, such as "keys here"
   */
  public static String hint(String typed, Collection<String> known, String noun) {
    return findNearest(typed, known)
        .map(word -> "did you mean '" + word + "'?")
        .orElseGet(() -> wrapped(noun + ": " + String.join(", ", known)));
  }

  /** Broken at spaces, so that no line is longer than a terminal is wide. */
  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int width = 0;
    for (String word : text.split(" ", -1)) {
      boolean breaks = width > 0 && width + 1 + word.length() > LINE_MAX;
      lines.append(breaks ? "\n" : width > 0 ? " " : "").append(word);
      width = (breaks || width == 0 ? 0 : width + 1) + word.length();
    }
    return lines.toString();
  }

  /**
   * The known word that takes the fewest edits (a letter more, less, other, or two swapped), at
   * most {@value #EDITS_MAX}; of equally near ones the first. Case, {@code -} and {@code _} do not
   * count.
   */
  public static Optional<String> findNearest(String typed, Collection<String> known) {
    String best = null;
    int fewest = EDITS_MAX + 1;
    for (String word : known) {
      int edits = edits(folded(typed), folded(word));
      if (edits < fewest && edits < folded(word).length()) {
        fewest = edits;
        best = word;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  private static int edits(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 ? j : j == 0 ? i : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(
            edits[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
