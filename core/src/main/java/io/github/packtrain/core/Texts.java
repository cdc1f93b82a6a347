package io.github.packtrain.core;

/** Text that came from outside: bounded and printable before it is recorded or shown. */
final class Texts {
  static final int NAME_CHARS_MAX = 200;
  private static final int SHOWN_CHARS = 60;
  private static final int REASON_CHARS_MAX = 500;

  private Texts() {}

  static boolean isName(String text, int charsMax) {
    return !text.isEmpty()
        && text.length() <= charsMax
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** For a message: short, without control characters. */
  static String shown(String text) {
    return printable(text, SHOWN_CHARS);
  }

  /** Why somebody did something, as it is recorded. */
  static String reason(String text) {
    return printable(text, REASON_CHARS_MAX);
  }

  private static String printable(String text, int charsMax) {
    String cut = text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
    return cut.chars().anyMatch(Character::isISOControl) ? cut.replaceAll("\\p{Cntrl}", "?") : cut;
  }
}
