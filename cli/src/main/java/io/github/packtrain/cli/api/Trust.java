package io.github.packtrain.cli.api;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.session.security.PinnedToken;
import io.github.packtrain.session.security.PinnedTrust;
import java.net.HttpURLConnection;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * What a token says: the secret to send, and whom to believe.
 *
 * @param tls for a master with an authority of its own; empty for what the JDK trusts
 */
record Trust(String secret, Optional<SSLContext> tls) {

  static Trust of(Endpoint endpoint) {
    if (endpoint.token().isEmpty()) {
      return new Trust("", Optional.empty());
    }
    PinnedToken token;
    try {
      token = PinnedToken.parse(endpoint.token());
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.DENIED,
          "AUTH.token",
          "the token cannot be one",
          String.valueOf(e.getMessage()),
          "copy it whole");
    }
    String pin = token.pin();
    boolean https = endpoint.http().getScheme().equals("https");
    return new Trust(
        token.secret(),
        https && pin != null ? Optional.of(new PinnedTrust(pin).sslContext()) : Optional.empty());
  }

  void apply(HttpURLConnection connection) {
    if (connection instanceof HttpsURLConnection https) {
      tls.ifPresent(context -> https.setSSLSocketFactory(context.getSocketFactory()));
    }
  }
}
