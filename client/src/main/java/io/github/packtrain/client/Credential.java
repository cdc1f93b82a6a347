package io.github.packtrain.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Who one is, and whom one believes: a token, and for a master with TLS the SHA-256 of its
 * certificate authority.
 */
public final class Credential {
  private static final String PINNED = "ptj1.";
  private static final int PIN_BYTES = 32;

  private final String secret;
  private final byte[] pin;

  private Credential(String secret, byte[] pin) {
    this.secret = secret;
    this.pin = pin;
  }

  /**
   * A token as it is handed out: a bare secret for a master without TLS, or {@code
   * ptj1.<pin>.<secret>}.
   *
   * @throws IllegalArgumentException when it is neither; the message does not hold the secret
   */
  public static Credential ofToken(String token) {
    String text = token.strip();
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("a token is printable characters without white space");
    }
    if (!text.startsWith(PINNED)) {
      return new Credential(text, new byte[0]);
    }
    int dot = text.indexOf('.', PINNED.length());
    if (dot < 0 || dot == text.length() - 1) {
      throw new IllegalArgumentException("a pinned token is ptj1.<pin>.<secret>; this is cut off");
    }
    byte[] pin;
    try {
      pin = Base64.getUrlDecoder().decode(text.substring(PINNED.length(), dot));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the pin of the token is not base64url", e);
    }
    return new Credential(text.substring(dot + 1), checked(pin));
  }

  /**
   * The token in a file, such as {@code token} in a data directory.
   *
   * @throws IOException when it cannot be read
   */
  public static Credential ofFile(Path file) throws IOException {
    return ofToken(Files.readString(file));
  }

  /** The same token for a master with TLS, whose authority has this SHA-256, in hex. */
  public Credential withPin(String sha256Hex) {
    byte[] bytes = HexFormat.of().parseHex(sha256Hex.toLowerCase(Locale.ROOT).replace(":", ""));
    return new Credential(secret, checked(bytes));
  }

  String secret() {
    return secret;
  }

  /** SHA-256 of the authority's certificate; empty for a connection without TLS. */
  Optional<byte[]> findPin() {
    return pin.length == 0 ? Optional.empty() : Optional.of(pin.clone());
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return pin.length == 0 ? "token" : "token pinned to " + HexFormat.of().formatHex(pin);
  }

  private static byte[] checked(byte[] pin) {
    if (pin.length != PIN_BYTES) {
      throw new IllegalArgumentException("a pin is a SHA-256, 32 bytes, not " + pin.length);
    }
    return pin;
  }
}
