package io.github.packtrain.master.http;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Carries a request to the service method that its route names. */
final class ApiHandler implements HttpHandler {
  /** Above the longest wait that a method offers. */
  private static final long DEADLINE_SECONDS = 90;

  private static final CallOptions UNARY = CallOptions.DEFAULT;
  private final Gate gate;
  private final Routes routes;
  private final Channel channel;
  private final CredentialCheck credentials;
  private final Bound requests;
  private final Bound streams;

  ApiHandler(
      Gate gate, Routes routes, Channel channel, CredentialCheck credentials, HttpOptions options) {
    this.gate = gate;
    this.routes = routes;
    this.channel = channel;
    this.credentials = credentials;
    this.requests = new Bound("requests", options.requestsMax());
    this.streams = new Bound("streams", options.streamsMax());
  }

  @Override
  public void handle(HttpExchange exchange) {
    gate.pass(exchange, this::answer);
  }

  private void answer(HttpExchange exchange) throws HttpFailure, IOException {
    Requests.needToken(exchange, credentials);
    Routes.Match match =
        routes.match(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
    (match.route().isStream() ? streams : requests).within(() -> call(match, exchange));
  }

  private void call(Routes.Match match, HttpExchange exchange) throws HttpFailure, IOException {
    Route route = match.route();
    Channel authorized = authorized(exchange);
    try {
      Message request =
          RequestReader.read(match, exchange.getRequestURI().getRawQuery(), body(exchange));
      if (route.isStream()) {
        writeLines(
            exchange,
            route,
            ClientCalls.blockingServerStreamingCall(authorized, route.method(), UNARY, request));
      } else {
        Answers.ok(
            exchange,
            ClientCalls.blockingUnaryCall(
                authorized,
                route.method(),
                UNARY.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
                request));
      }
    } catch (StatusRuntimeException e) {
      throw HttpFailure.of(e);
    }
  }

  /** The first message decides the status: until it is there, a failure is an HTTP failure. */
  private static void writeLines(HttpExchange exchange, Route route, Iterator<Message> messages)
      throws IOException {
    boolean any = messages.hasNext();
    try (OutputStream lines = Answers.lines(exchange)) {
      try {
        while (any) {
          lines.write(text(route, messages.next()).getBytes(StandardCharsets.UTF_8));
          lines.flush();
          any = messages.hasNext();
        }
      } catch (StatusRuntimeException e) {
        String error = Answers.json(HttpFailure.of(e).error()) + "\n";
        lines.write(error.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** A list without items is an empty line: a sign of life. */
  private static String text(Route route, Message message) {
    if (route.items().isEmpty()) {
      return Answers.json(message) + "\n";
    }
    StringBuilder lines = new StringBuilder();
    for (Object item : (List<?>) message.getField(route.items().get())) {
      lines.append(Answers.json((Message) item)).append('\n');
    }
    return lines.isEmpty() ? "\n" : lines.toString();
  }

  private Channel authorized(HttpExchange exchange) {
    Metadata metadata = new Metadata();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      metadata.put(CredentialCheck.AUTHORIZATION, authorization);
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static byte[] body(HttpExchange exchange) throws HttpFailure, IOException {
    byte[] body = exchange.getRequestBody().readNBytes(HttpOptions.BODY_MAX_BYTES + 1);
    if (body.length > HttpOptions.BODY_MAX_BYTES) {
      throw HttpFailure.of(
          413,
          Rejection.invalid(
              "BODY_TOO_LARGE",
              "the body has more than " + HttpOptions.BODY_MAX_BYTES + " bytes",
              "send fewer tasks at once, or give them shorter parameters"));
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (body.length > 0
        && (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json"))) {
      throw HttpFailure.of(
          415,
          new Rejection(
              Kind.INVALID_ARGUMENT,
              "CONTENT_TYPE",
              "the body is sent as " + (type == null ? "nothing" : HttpFailure.shown(type)),
              "forms of web pages are kept out by this",
              "send the header 'Content-Type: application/json'"));
    }
    return body;
  }
}
