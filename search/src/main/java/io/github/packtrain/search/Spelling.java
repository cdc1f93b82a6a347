package io.github.packtrain.search;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word nearest to a mistyped one. */
final class Spelling {
  private static final int MAX_EDITS = 2;

  private Spelling() {}

  /** A hint that names the nearest word, if one is near, and all known words. */
  static String hint(String typed, List<String> known) {
    String all = "known: " + String.join(", ", known);
    return findNearest(typed, known).map(word -> "did you mean '" + word + "'? " + all).orElse(all);
  }

  static Optional<String> findNearest(String typed, List<String> known) {
    String nearest = null;
    int fewest = MAX_EDITS + 1;
    for (String word : known) {
      int edits = edits(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (edits < fewest && edits < word.length()) {
        fewest = edits;
        nearest = word;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static int edits(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
