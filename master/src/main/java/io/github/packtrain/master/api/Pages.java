package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.RejectedException;
import io.github.packtrain.model.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Pages of lists. A token says where the next page begins, in a form that callers have no reason to
 * look into.
 */
final class Pages {
  static final int SIZE_DEFAULT = 100;
  static final int SIZE_MAX = 1_000;

  private Pages() {}

  static int size(int asked) {
    if (asked < 0 || asked > SIZE_MAX) {
      throw new RejectedException(
          Rejection.invalid(
              "PAGE_SIZE",
              "a page of " + asked + " is not to be had",
              "ask for 1 to " + SIZE_MAX + ", and use the page token for more"));
    }
    return asked == 0 ? SIZE_DEFAULT : asked;
  }

  /**
   * @param list names the list, so that a token of another one is noticed
   */
  static String token(String list, String from) {
    byte[] text = (list + ":" + from).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /** Where the page begins; {@code first} for the first one. */
  static String from(String list, String token, String first) {
    if (token.isEmpty()) {
      return first;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(list + ":")) {
        return text.substring(list.length() + 1);
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw bad();
  }

  static long number(String list, String token, long first) {
    try {
      return Long.parseLong(from(list, token, Long.toString(first)));
    } catch (NumberFormatException _) {
      throw bad();
    }
  }

  private static RejectedException bad() {
    return new RejectedException(
        Rejection.invalid(
            "PAGE_TOKEN",
            "this page token is not one of this list",
            "use the nextPageToken of the page before, or none for the first page"));
  }
}
