package io.github.packtrain.master.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.util.function.BooleanSupplier;

/** Answers a probe: 200 or 503 and one word. */
record ProbeHandler(Gate gate, String path, BooleanSupplier well) implements HttpHandler {
  @Override
  public void handle(HttpExchange exchange) {
    gate.pass(
        exchange,
        passed -> {
          Requests.need(passed, path, "GET", "HEAD");
          boolean yes = well.getAsBoolean();
          Answers.text(passed, yes ? 200 : 503, "text/plain", yes ? "ok\n" : "not ready\n");
        });
  }
}
