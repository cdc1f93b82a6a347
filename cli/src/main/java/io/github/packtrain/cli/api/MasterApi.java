package io.github.packtrain.cli.api;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;

/** The master's methods over HTTP/JSON. Failures carry the master's own words. */
public final class MasterApi {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 75_000;
  private static final int PAGE = 1_000;

  static {
    // A repeated POST is the caller's decision.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private final Endpoint endpoint;
  private final Trust trust;

  /** Talks to {@code endpoint}; connects with the first call. */
  public MasterApi(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.trust = Trust.of(endpoint);
  }

  /** Where it talks to. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** A path with its variables, each escaped: {@code path("/v1/jobs/%s:wait", "J4")}. */
  public static String path(String template, Object... variables) {
    Object[] escaped = new Object[variables.length];
    for (int i = 0; i < variables.length; i++) {
      escaped[i] = escape(String.valueOf(variables[i]));
    }
    return String.format(java.util.Locale.ROOT, template, escaped);
  }

  /** A query: names and values in turn; an empty value is left out. */
  public static String query(Object... namesAndValues) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = String.valueOf(namesAndValues[i + 1]);
      if (!value.isEmpty()) {
        parts.add(namesAndValues[i] + "=" + escape(value));
      }
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  /** Reads. */
  public Node get(String path) {
    return call("GET", path, "");
  }

  /** Changes something. */
  public Node post(String path, Node body) {
    return call("POST", path, JsonText.compact(body));
  }

  /** All items of a list over all its pages, at most {@code limit}. */
  public List<Node> list(String path, String key, int limit) {
    List<Node> items = new ArrayList<>();
    String token = "";
    do {
      String sign = path.contains("?") ? "&" : "?";
      String page = sign + "pageSize=" + Math.min(PAGE, limit - items.size());
      Node answer = get(path + page + (token.isEmpty() ? "" : "&pageToken=" + escape(token)));
      items.addAll(answer.items(key));
      token = answer.text("nextPageToken");
    } while (!token.isEmpty() && items.size() < limit);
    return items;
  }

  /** Reads a stream, one object at a time, until it ends. */
  public void stream(String path, Consumer<Node> each) {
    HttpURLConnection connection = open("GET", path, 0);
    try (InputStream in = answer(connection);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank()) {
          continue; // A sign of life.
        }
        Node node = JsonText.read(line);
        if (node.has("error")) {
          throw failure(500, node);
        }
        each.accept(node);
      }
    } catch (IOException e) {
      throw unreachable(e);
    } finally {
      connection.disconnect();
    }
  }

  private Node call(String method, String path, String body) {
    HttpURLConnection connection = open(method, path, READ_MILLIS);
    try {
      if (!body.isEmpty()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body.getBytes(StandardCharsets.UTF_8));
        }
      }
      try (InputStream in = answer(connection)) {
        return JsonText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (JacksonException e) {
      throw new Failure(
          ExitCode.ERROR,
          "MASTER_ANSWER",
          endpoint + " answers something that is not JSON",
          "a master answers JSON only",
          "is this the HTTP port of a Packtrain master?");
    }
  }

  private HttpURLConnection open(String method, String path, int readMillis) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(endpoint.http() + path).toURL().openConnection();
      trust.apply(connection);
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(readMillis);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Accept", "application/json");
      if (!trust.secret().isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + trust.secret());
      }
      return connection;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private InputStream answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 400) {
      return connection.getInputStream();
    }
    InputStream error = connection.getErrorStream();
    String text = error == null ? "" : new String(error.readAllBytes(), StandardCharsets.UTF_8);
    Node body;
    try {
      body = JsonText.read(text);
    } catch (JacksonException e) {
      body = Node.empty();
    }
    throw failure(status, body);
  }

  private Failure failure(int status, Node body) {
    Node error = body.mapping("error");
    String code = error.text("code");
    String message = error.text("message");
    return new Failure(
        exitOf(status),
        code.isEmpty() ? "HTTP_" + status : code,
        message.isEmpty() ? endpoint + " answers with status " + status : message,
        error.text("why"),
        error.text("hint"));
  }

  /** The exit code that stands for an HTTP status. */
  static ExitCode exitOf(int status) {
    return switch (status) {
      case 400, 413, 415 -> ExitCode.USAGE;
      case 401, 403 -> ExitCode.DENIED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.CONFLICT;
      case 503 -> ExitCode.UNREACHABLE;
      case 504 -> ExitCode.TIMEOUT;
      default -> ExitCode.ERROR;
    };
  }

  private Failure unreachable(IOException e) {
    if (e instanceof SSLException) {
      return new Failure(
          ExitCode.UNREACHABLE,
          "MASTER_UNTRUSTED",
          "the master at " + endpoint + " is not the one that the token names",
          String.valueOf(e.getMessage()),
          "use its token in full, ptj1.…, as  packtrain token create  prints it on the master's machine");
    }
    String why =
        switch (e) {
          case ConnectException _ -> "nothing listens there";
          case UnknownHostException _ -> "there is no host of that name";
          case NoRouteToHostException _ -> "there is no way to that host";
          case SocketTimeoutException _ -> "it did not answer in time";
          default -> String.valueOf(e.getMessage());
        };
    return new Failure(
        ExitCode.UNREACHABLE,
        "MASTER_UNREACHABLE",
        "the master at " + endpoint + " cannot be reached",
        why,
        "check the address and that the master runs there");
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
