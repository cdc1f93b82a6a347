package io.github.packtrain.master.http;

import com.sun.net.httpserver.HttpExchange;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.model.Rejection;
import java.util.List;

/** Checks of requests outside {@code /v1}. */
final class Requests {
  private Requests() {}

  /** Somebody with a token asks; its role is checked where the call goes. */
  static void needToken(HttpExchange exchange, CredentialCheck credentials) throws HttpFailure {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (credentials.findPrincipal(authorization).isEmpty()) {
      throw HttpFailure.of(
          authorization == null ? CredentialCheck.missing() : CredentialCheck.invalid());
    }
  }

  /** The request is for exactly this path, with one of these methods. */
  static void need(HttpExchange exchange, String path, String... verbs) throws HttpFailure {
    String asked = exchange.getRequestURI().getPath();
    if (!path.equals(asked)) {
      throw HttpFailure.of(
          Rejection.notFound(
              "ROUTE_NOT_FOUND",
              "there is no " + HttpFailure.shown(asked),
              "no page has this path",
              "did you mean '" + path + "'?"));
    }
    if (!List.of(verbs).contains(exchange.getRequestMethod())) {
      throw HttpFailure.notAllowed(exchange.getRequestMethod(), path, List.of(verbs));
    }
  }
}
