package io.github.packtrain.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have meant: the one place that guesses it. */
public final class Spelling {
  private static final int EDITS_MAX = 2;
  private static final int TYPED_MAX_CHARS = 64;

  private Spelling() {}

  /** {@code did you mean 'noop'? known are noop, sleep}, or only what is known. */
  public static String hint(String typed, Collection<String> known) {
    String all = known.isEmpty() ? "none is known" : "known are " + String.join(", ", known);
    return findNearest(typed, known).map(word -> "did you mean '" + word + "'? " + all).orElse(all);
  }

  /**
   * The known word that takes the fewest edits (a letter more, less or other, or two neighbours
   * swapped), at most {@value #EDITS_MAX} and fewer than either word has letters; of equally near
   * ones the first. Case, {@code -} and {@code _} do not count. Longer texts than {@value
   * #TYPED_MAX_CHARS} letters are no slips of the pen.
   */
  public static Optional<String> findNearest(String typed, Collection<String> known) {
    if (typed.length() > TYPED_MAX_CHARS) {
      return Optional.empty();
    }
    String word = folded(typed);
    String nearest = null;
    int fewest = Math.min(EDITS_MAX + 1, word.length());
    for (String candidate : known) {
      String other = folded(candidate);
      int edits = edits(word, other);
      if (edits < fewest && edits < other.length()) {
        fewest = edits;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Damerau's and Levenshtein's distance, each letter edited at most once. */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 ? j : j == 0 ? i : cheapest(edits, from, to, i, j);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int cheapest(int[][] edits, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int exchanged = edits[i - 1][j - 1] + (same ? 0 : 1);
    int least = Math.min(exchanged, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
