package io.github.packtrain.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have meant. */
public final class Spelling {
  private static final int EDITS_MAX = 2;
  private static final int TYPED_MAX_CHARS = 64;

  private Spelling() {}

  /**
   * The known word that takes the fewest letters added, left out or exchanged, at most {@value
   * #EDITS_MAX} and fewer than were typed; of equally near ones the first. Case, {@code -} and
   * {@code _} do not count.
   */
  public static Optional<String> findNearest(String typed, Collection<String> known) {
    String word = folded(typed);
    String nearest = null;
    int fewest = Math.min(EDITS_MAX + 1, word.length());
    for (String candidate : known) {
      int edits = typed.length() > TYPED_MAX_CHARS ? fewest : edits(word, folded(candidate));
      if (edits < fewest) {
        fewest = edits;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Levenshtein's distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
