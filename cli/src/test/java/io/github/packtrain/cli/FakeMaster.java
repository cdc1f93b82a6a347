package io.github.packtrain.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.packtrain.cli.api.Endpoint;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A master that answers what it was told to, and remembers what it was asked. */
public final class FakeMaster implements EmbeddedMaster {
  private static final String TOKEN = "secret";

  /** One call as it arrived: {@code GET /v1/jobs?pageSize=5} and its body. */
  public record Call(String line, String body) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Listens on a free port. */
  public FakeMaster() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers the call with {@code body}; the last answer given for a call is repeated. */
  public FakeMaster on(String methodAndPath, String body) {
    return on(methodAndPath, 200, body);
  }

  /** The same with a status. */
  public FakeMaster on(String methodAndPath, int status, String body) {
    answers.computeIfAbsent(methodAndPath, _ -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  /** What was asked, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whether it was told to stop. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public Endpoint endpoint() {
    return new Endpoint(URI.create("http://" + address()), "127.0.0.1:1", TOKEN);
  }

  @Override
  public Optional<Failure> awaitStop() {
    return Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    String line = exchange.getRequestMethod() + " " + uri;
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(new Call(line, body));
    Answer answer = answerTo(exchange, line);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized Answer answerTo(HttpExchange exchange, String line) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(authorization)) {
      return new Answer(401, error("TOKEN_MISSING", "no token"));
    }
    Deque<Answer> known = answers.get(line);
    if (known == null) {
      int query = line.indexOf('?');
      known = query < 0 ? null : answers.get(line.substring(0, query));
    }
    if (known == null) {
      return new Answer(404, error("NOT_PREPARED", "no answer to " + line));
    }
    return known.size() > 1 ? known.remove() : known.element();
  }

  /** The body of an error. */
  public static String error(String code, String message) {
    return "{\"error\":{\"code\":\""
        + code
        + "\",\"message\":\""
        + message
        + "\",\"why\":\"because\",\"hint\":\"try this\"}}";
  }
}
