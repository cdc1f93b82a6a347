package io.github.packtrain.master.http;

import java.util.List;
import java.util.Locale;

/** "Did you mean": the known word nearest to a mistyped one. */
final class Nearest {
  private static final int EDITS_MAX = 2;
  private static final int WORD_MAX_CHARS = 64;

  private Nearest() {}

  /** A hint that names the nearest word, if one is near, or else all of them. */
  static String hint(String typed, List<String> known) {
    String nearest = "";
    int fewest = EDITS_MAX + 1;
    for (String word : known) {
      int edits = edits(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = word;
      }
    }
    if (!nearest.isEmpty()) {
      return "did you mean '" + nearest + "'?";
    }
    return known.isEmpty() ? "it has no fields" : "known are " + String.join(", ", known);
  }

  /** Levenshtein's distance; texts too long to be a slip of the pen are simply far. */
  private static int edits(String left, String right) {
    if (left.length() > WORD_MAX_CHARS) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
