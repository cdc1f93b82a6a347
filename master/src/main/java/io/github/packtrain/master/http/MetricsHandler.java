package io.github.packtrain.master.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.packtrain.master.security.CredentialCheck;
import java.io.IOException;
import java.util.function.Supplier;

/** Answers with the metrics, to whoever has a token. */
record MetricsHandler(Gate gate, CredentialCheck credentials, Supplier<String> metrics)
    implements HttpHandler {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  @Override
  public void handle(HttpExchange exchange) {
    gate.pass(exchange, this::answer);
  }

  private void answer(HttpExchange exchange) throws HttpFailure, IOException {
    Requests.needToken(exchange, credentials);
    Requests.need(exchange, "/metrics", "GET", "HEAD");
    Answers.text(exchange, 200, TYPE, metrics.get());
  }
}
