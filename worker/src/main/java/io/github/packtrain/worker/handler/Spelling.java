package io.github.packtrain.worker.handler;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a misspelt word may have meant. */
final class Spelling {
  private static final int NEAR = 2;
  private static final int TYPED_MAX_CHARS = 64;

  private Spelling() {}

  /** {@code did you mean 'noop'? known are noop, sleep}, or only what is known. */
  static String hint(String typed, Collection<String> known) {
    String all = known.isEmpty() ? "none is known" : "known are " + String.join(", ", known);
    return findNearest(typed, known).map(word -> "did you mean '" + word + "'? " + all).orElse(all);
  }

  private static Optional<String> findNearest(String typed, Collection<String> known) {
    if (typed.length() > TYPED_MAX_CHARS) {
      return Optional.empty();
    }
    return known.stream()
        .filter(word -> distance(typed, word) <= Math.min(NEAR, typed.length() - 1))
        .min(Comparator.comparingInt((String word) -> distance(typed, word)).thenComparing(w -> w));
  }

  /** Levenshtein's: letters added, left out or exchanged. */
  private static int distance(String from, String to) {
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
