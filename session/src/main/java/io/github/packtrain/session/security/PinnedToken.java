package io.github.packtrain.session.security;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token as people carry it: {@code ptj1.<pin>.<secret>} for a master with TLS, where the pin is
 * the base64url SHA-256 of its certificate authority, or the bare secret for one on this machine
 * without TLS. Only the secret is ever sent.
 *
 * @param pin SHA-256 of the authority's certificate (DER), 32 bytes as base64url; null without TLS
 * @param secret what goes into the header {@code Authorization: Bearer …}
 */
public record PinnedToken(@Nullable String pin, String secret) {
  private static final String PREFIX = "ptj1.";
  private static final int PIN_BYTES = 32;
  private static final int SECRET_MAX_CHARS = 200;

  /**
   * Reads what {@link #text} wrote; surrounding white space is dropped.
   *
   * @throws IllegalArgumentException when it is neither form; the message never holds the secret
   */
  public static PinnedToken parse(String text) {
    String trimmed = text.strip();
    if (!trimmed.startsWith(PREFIX)) {
      return new PinnedToken(null, checkedSecret(trimmed));
    }
    String rest = trimmed.substring(PREFIX.length());
    int dot = rest.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "a join token is written ptj1.<pin>.<secret>; this one is cut off");
    }
    return new PinnedToken(
        checkedPin(rest.substring(0, dot)), checkedSecret(rest.substring(dot + 1)));
  }

  /** The text to hand to a worker or to keep in a file. */
  public String text() {
    return pin == null ? secret : PREFIX + pin + "." + secret;
  }

  /** The pin as lower-case hex, as tools such as openssl print it. */
  public Optional<String> findPinHex() {
    return pin == null
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(Base64.getUrlDecoder().decode(pin)));
  }

  /** Without the secret, fit for a log. */
  @Override
  public String toString() {
    return pin == null ? "token without a pin" : "token pinned to " + pin;
  }

  private static String checkedPin(String pin) {
    int bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(pin).length;
    } catch (IllegalArgumentException _) {
      bytes = -1;
    }
    if (bytes != PIN_BYTES) {
      throw new IllegalArgumentException(
          "the pin of this join token is not a SHA-256 in base64url; was it copied whole?");
    }
    return pin;
  }

  private static String checkedSecret(String secret) {
    if (secret.isEmpty()
        || secret.length() > SECRET_MAX_CHARS
        || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a token is 1 to " + SECRET_MAX_CHARS + " printable characters without white space");
    }
    return secret;
  }
}
