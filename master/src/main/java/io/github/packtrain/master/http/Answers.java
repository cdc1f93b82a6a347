package io.github.packtrain.master.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.packtrain.protocol.v1.Error;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes answers. */
final class Answers {
  /**
   * Numbers, flags and texts are there even when zero or empty, so that readers need no defaults.
   */
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

  private static final int CHUNKED = 0;
  private static final int NO_BODY = -1;

  private Answers() {}

  static String json(MessageOrBuilder message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of ours is no JSON", e);
    }
  }

  static String json(Error error) {
    return "{\"error\":" + json((MessageOrBuilder) error) + "}";
  }

  static void text(HttpExchange exchange, int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    setHeaders(exchange, type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || bytes.length == 0 ? NO_BODY : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  static void ok(HttpExchange exchange, MessageOrBuilder message) throws IOException {
    text(exchange, 200, "application/json", json(message) + "\n");
  }

  /** Says what went wrong, unless the answer has begun already. */
  static void error(HttpExchange exchange, int status, Error error) throws IOException {
    if (exchange.getResponseCode() < 0) {
      text(exchange, status, "application/json", json(error) + "\n");
    }
  }

  /** Begins an answer of one JSON object a line. */
  static OutputStream lines(HttpExchange exchange) throws IOException {
    setHeaders(exchange, "application/x-ndjson");
    exchange.sendResponseHeaders(200, CHUNKED);
    return exchange.getResponseBody();
  }

  private static void setHeaders(HttpExchange exchange, String type) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
  }
}
