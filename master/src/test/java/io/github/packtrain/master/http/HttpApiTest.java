package io.github.packtrain.master.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.master.AllServices;
import io.github.packtrain.master.security.Certificates;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.session.security.PinnedTrust;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HttpApiTest {
  @TempDir Path dir;
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private Tokens tokens;
  private CredentialCheck check;
  private Server server;
  private ManagedChannel channel;
  private HttpApi api;
  private String token;

  @BeforeEach
  void start() throws IOException {
    tokens = Tokens.open(dir);
    check = new CredentialCheck(tokens);
    token = tokens.create("ann", Role.ADMIN).secret();
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    AllServices.definitions()
        .forEach(service -> builder.addService(ServerInterceptors.intercept(service, check)));
    server = builder.build().start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    api = start(HttpOptions.of(loopback(), null, List.of("train.example")));
  }

  @AfterEach
  void stop() {
    api.close();
    channel.shutdownNow();
    server.shutdownNow();
  }

  private HttpApi start(HttpOptions options) throws IOException {
    return HttpApi.start(
        options,
        AllServices.definitions(),
        channel,
        check,
        new Probes(ready::get, () -> "packtrain_up 1\n"));
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /v1/jobs/J42                  |          | 200 | {"id":"J42",
          GET /v1/jobs/a%20b%2Fc            |          | 200 | {"id":"a b/c",
          GET /v1/jobs?pageSize=7&activeOnly&owner=a%26b&states=JOB_FAILED&states=JOB_RUNNING | | 200 | "7 true a\\u0026b [JOB_FAILED, JOB_RUNNING]"
          GET /v1/jobs?page_size=8          |          | 200 | "8 false  []"
          POST /v1/jobs                     | {"submissionId":"s1","params":["a","b"],"spec":{"name":"x","priority":7,"timeLimitMillis":"5"}} | 200 | "job":"s1","count":2
          POST /v1/jobs/J42:cancel          | {"reason":"four"} | 200 | {"count":4}
          POST /v1/jobs/J42:cancel          |          | 200 | {"count":0}
          POST /v1/jobs/J42:cancel          | {"job":"J7","reason":"x"} | 200 | {"count":1}
          POST /v1/jobs:batch               | {}       | 501 | "code":"UNIMPLEMENTED"
          GET /v1/status                    |          | 501 | "code":"UNIMPLEMENTED"
          GET /v1/nothing                   |          | 404 | "code":"ROUTE_NOT_FOUND"
          GET /                             |          | 404 | "code":"ROUTE_NOT_FOUND"
          DELETE /v1/jobs/J42               |          | 405 | "hint":"use GET"
          GET /v1/jobs/J42:cancel           |          | 405 | "hint":"use POST"
          GET /v1/jobs?pageSise=7           |          | 400 | did you mean \\u0027pageSize\\u0027?
          GET /v1/jobs?pageSize=seven       |          | 400 | the field \\u0027pageSize\\u0027 cannot be \\"seven\\"
          GET /v1/jobs?pageSize=99999999999 |          | 400 | give an integer
          GET /v1/jobs?states=BROKEN        |          | 400 | one of JOB_PENDING, JOB_RUNNING
          POST /v1/jobs                     | {"spec":{"priorty":1}} | 400 | there is no field \\u0027priorty\\u0027 in \\u0027spec\\u0027
          POST /v1/jobs                     | {"spec":{"retry":{"maxAttempts":"x"}}} | 400 | the field \\u0027spec.retry.maxAttempts\\u0027
          POST /v1/jobs                     | {"params":[1]} | 400 | the field \\u0027params[0]\\u0027
          POST /v1/jobs                     | {"params":"a"} | 400 | give a list
          POST /v1/jobs                     | {"spec":{"request":{"labels":{"a":1}}}} | 400 | the field \\u0027spec.request.labels.a\\u0027
          POST /v1/jobs                     | {"count":1e9999} | 400 | give an integer
          POST /v1/jobs                     | {"spec":{"command":{"argv":["x"]},"handler":{"name":"y"}}} | 400 | "code":"BODY_INVALID"
          POST /v1/jobs                     | {"spec":  | 400 | "code":"BODY_INVALID"
          POST /v1/jobs                     | {} {}     | 400 | it is malformed at line 1 column 5
          POST /v1/jobs                     | [1]       | 400 | it is not an object
          POST /v1/jobs                     | {'a':1}   | 400 | "code":"BODY_INVALID"
          GET /v1/jobs                      | {"pageSize":1} | 400 | "code":"BODY_UNEXPECTED"
          """)
  void requestsAndWhatTheyAnswer(String request, String body, int status, String part)
      throws IOException {
    Answer answer = send(request, body == null ? "" : body, "Authorization: Bearer " + token);
    assertThat(answer.body()).contains(part);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void anErrorIsInThreeParts() throws IOException {
    Answer answer = send("GET /v1/jobs?x=1", "", "Authorization: Bearer " + token);
    assertThat(answer.body())
        .startsWith("{\"error\":{\"code\":\"FIELD_UNKNOWN\",\"message\":\"there is no field")
        .contains("\"why\":", "\"hint\":");
  }

  @Test
  void aStreamIsOneObjectALine() throws IOException {
    Answer answer = send("GET /v1/jobs/J1/tasks/5/log", "", "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().lines().filter(line -> line.contains("\"attempt\":5"))).hasSize(3);
  }

  @Test
  void aStreamThatFailsAtOnceIsAFailure() throws IOException {
    Answer answer = send("GET /v1/jobs/J1/tasks/404/log", "", "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("no such task");
  }

  @Test
  void aStreamThatBreaksOffSaysWhyInItsLastLine() throws IOException {
    Answer answer =
        send("GET /v1/jobs/J1/tasks/5/log?follow=true", "", "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"attempt\":5", "{\"error\":{", "the worker left");
  }

  static Stream<String> everyRoute() {
    Stream<String> routes =
        new Routes(AllServices.definitions())
            .all().stream()
                .map(
                    route ->
                        route.verb()
                            + " "
                            + route
                                .path()
                                .replaceAll("\\{index}", "1")
                                .replaceAll("\\{\\w+}", "x"));
    return Stream.concat(routes, Stream.of("GET /metrics", "GET /v1/nothing", "GET /"));
  }

  @ParameterizedTest
  @MethodSource("everyRoute")
  void noRouteAnswersWithoutAToken(String request) throws IOException {
    assertThat(send(request, "").status()).isEqualTo(401);
    assertThat(send(request, "", "Authorization: Bearer pt_wrong").status()).isEqualTo(401);
    assertThat(send(request, "", "Authorization: Basic " + token).status()).isEqualTo(401);
    String query = request + "?token=" + token + "&access_token=" + token;
    assertThat(send(query, "").status()).isEqualTo(401);
  }

  @Test
  void thereAreManyRoutes() {
    assertThat(everyRoute().collect(Collectors.toSet())).hasSizeGreaterThan(25);
  }

  @Test
  void aRoleThatIsTooLowIsRefused() throws IOException {
    String viewer = tokens.create("bob", Role.VIEWER).secret();
    assertThat(send("GET /v1/jobs/J1", "", "Authorization: Bearer " + viewer).status())
        .isEqualTo(200);
    Answer answer = send("POST /v1/jobs/J1:cancel", "{}", "Authorization: Bearer " + viewer);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("ROLE_TOO_LOW", "the role submitter", "the role viewer");
  }

  @Test
  void probesNeedNoTokenAndSayLittle() throws IOException {
    assertThat(send("GET /healthz", "")).isEqualTo(new Answer(200, "ok\n"));
    assertThat(send("GET /readyz", "")).isEqualTo(new Answer(200, "ok\n"));
    ready.set(false);
    assertThat(send("GET /readyz", "")).isEqualTo(new Answer(503, "not ready\n"));
    assertThat(send("GET /healthz/x", "").status()).isEqualTo(404);
    assertThat(send("POST /healthz", "").status()).isEqualTo(405);
  }

  @Test
  void metricsAreText() throws IOException {
    assertThat(send("GET /metrics", "", "Authorization: Bearer " + token))
        .isEqualTo(new Answer(200, "packtrain_up 1\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7070, 200",
    "localhost:7070, 200",
    "LOCALHOST, 200",
    "[::1]:7070, 200",
    "10.1.2.3, 200",
    "train.example:7070, 200",
    "evil.example, 421",
    "evil.example:7070, 421",
    "127.0.0.1.evil.example, 421",
    "localhost.evil.example:1, 421",
    "'', 421",
  })
  void theHostMustBeOurs(String host, int status) throws IOException {
    Answer answer =
        raw("GET /v1/jobs/J1 HTTP/1.1\r\nHost: " + host, "", "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: " + host, "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:7070, 200",
    "http://evil.example, 403",
    "https://127.0.0.1:7070, 403",
    "http://127.0.0.1:7071, 403",
    "null, 403",
  })
  void theOriginMustBeOurs(String origin, int status) throws IOException {
    Answer answer =
        raw(
            "POST /v1/jobs/J1:cancel HTTP/1.1\r\nHost: 127.0.0.1:7070",
            "{}",
            "Authorization: Bearer " + token,
            "Content-Type: application/json",
            "Origin: " + origin);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void aFormOfAWebPageIsRefused() throws IOException {
    Answer answer =
        raw(
            "POST /v1/jobs HTTP/1.1\r\nHost: localhost",
            "{}",
            "Authorization: Bearer " + token,
            "Content-Type: text/plain");
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws IOException {
    String body = "{\"submissionId\":\"" + "x".repeat(HttpOptions.BODY_MAX_BYTES) + "\"}";
    Answer answer = send("POST /v1/jobs", body, "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    Answer answer =
        send(
            "POST /v1/jobs",
            "{\"params\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void httpsShowsACertificateThatThePinTrusts() throws IOException {
    Certificates certificates = Certificates.open(dir, List.of());
    try (HttpApi secure = start(HttpOptions.of(loopback(), certificates.sslContext(), List.of()))) {
      HttpsURLConnection connection =
          (HttpsURLConnection)
              URI.create("https://127.0.0.1:" + secure.port() + "/v1/jobs/J1")
                  .toURL()
                  .openConnection();
      connection.setSSLSocketFactory(
          new PinnedTrust(certificates.pin()).sslContext().getSocketFactory());
      connection.setRequestProperty("Authorization", "Bearer " + token);
      assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"id\":\"J1\"");
    }
  }

  @Test
  void plainHttpBeyondThisMachineIsNotToBeHad() {
    assertThatThrownBy(() -> HttpOptions.of(new InetSocketAddress("0.0.0.0", 0), null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Answer(int status, String body) {}

  private Answer send(String request, String body, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = body.isEmpty() ? "X-None: 1" : "Content-Type: application/json";
    return raw(request + " HTTP/1.1\r\nHost: 127.0.0.1:" + api.port(), body, all);
  }

  /** By hand, because the clients of the JDK do not let one set Host and Origin. */
  private Answer raw(String start, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      String head =
          start
              + "\r\nConnection: close\r\nContent-Length: "
              + bytes.length
              + "\r\n"
              + String.join("\r\n", headers)
              + (headers.length == 0 ? "" : "\r\n")
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      int status = Integer.parseInt(reader.readLine().substring(9, 12));
      boolean chunked = false;
      for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
        chunked |= line.equalsIgnoreCase("Transfer-encoding: chunked");
      }
      String rest = reader.lines().map(line -> line + "\n").collect(Collectors.joining());
      return new Answer(status, chunked ? rest.replaceAll("(?m)^[0-9a-f]+\\n", "") : rest);
    }
  }
}
