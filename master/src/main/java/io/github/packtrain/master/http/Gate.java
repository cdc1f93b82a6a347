package io.github.packtrain.master.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.packtrain.protocol.v1.Error;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every request passes: Host and Origin, and one way to fail. */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private final OriginCheck origins;

  /** Answers a request that may pass. */
  interface Answerer {
    void answer(HttpExchange exchange) throws HttpFailure, IOException;
  }

  Gate(OriginCheck origins) {
    this.origins = origins;
  }

  void pass(HttpExchange exchange, Answerer answerer) {
    try (exchange) {
      try {
        Headers headers = exchange.getRequestHeaders();
        origins.check(headers.getFirst("Host"), headers.getFirst("Origin"));
        answerer.answer(exchange);
      } catch (HttpFailure failure) {
        failure.headers().forEach(exchange.getResponseHeaders()::set);
        Answers.error(exchange, failure.status(), failure.error());
      } catch (RuntimeException e) {
        LOG.error("a request failed", e);
        Answers.error(exchange, 500, internal());
      }
    } catch (IOException _) {
      // The caller went away; there is nobody to tell.
    }
  }

  private static Error internal() {
    return Error.newBuilder()
        .setCode("INTERNAL")
        .setMessage("the master made a mistake")
        .setWhy("its log has the details")
        .setHint("try again, and report it if it stays")
        .build();
  }
}
