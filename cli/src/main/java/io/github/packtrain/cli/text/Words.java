package io.github.packtrain.cli.text;

import io.github.packtrain.model.Spelling;
import java.util.Collection;

/** A hint for a mistyped word, as a terminal shows it. */
public final class Words {
  /** Leaves room for what stands before a hint. */
  private static final int LINE_MAX = 72;

  private Words() {}

  /**
   * A hint for a word that is not known: the nearest one if one is near, else all of them.
   *
   * @param noun what is listed, such as "keys here"
   */
  public static String hint(String typed, Collection<String> known, String noun) {
    return Spelling.findNearest(typed, known)
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
}
