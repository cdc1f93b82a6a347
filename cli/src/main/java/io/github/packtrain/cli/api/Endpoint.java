package io.github.packtrain.cli.api;

import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A master that can be asked.
 *
 * @param http such as {@code http://127.0.0.1:7070}
 * @param grpc {@code host:port} for workers; empty when unknown
 * @param token with its pin, if it has one; empty for none
 */
public record Endpoint(URI http, String grpc, String token) {
  /** Where a running master says how it is reached. */
  public static final String FILE = "endpoint.json";

  /** Its administrator's token, on the same account. */
  public static final String TOKEN_FILE = "token";

  private static final int PORT_DEFAULT = 7070;

  /** Without the token. */
  @Override
  public String toString() {
    return http.toString();
  }

  /** {@code host}, {@code host:port} or a URL. */
  public static Endpoint named(String master, String token) {
    boolean bare = !master.contains("://");
    String scheme = token.startsWith("ptj1.") ? "https" : "http";
    URI uri;
    try {
      uri = URI.create(bare ? scheme + "://" + master : master);
    } catch (IllegalArgumentException e) {
      throw badAddress(master);
    }
    if (uri.getHost() == null
        || !(uri.getScheme().equals("http") || uri.getScheme().equals("https"))) {
      throw badAddress(master);
    }
    String port = uri.getPort() < 0 ? ":" + PORT_DEFAULT : ":" + uri.getPort();
    return new Endpoint(
        URI.create(
            uri.getScheme() + "://" + uri.getHost() + (bare || uri.getPort() >= 0 ? port : "")),
        "",
        token);
  }

  /** The master that runs on a data directory; empty when none does. */
  public static Optional<Endpoint> findLocal(Path dataDirectory, String namedToken) {
    Node endpoint;
    try {
      endpoint = JsonText.read(Files.readString(dataDirectory.resolve(FILE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
    long pid = endpoint.number("pid");
    if (endpoint.text("http").isEmpty() || ProcessHandle.of(pid).isEmpty()) {
      return Optional.empty();
    }
    String token = namedToken.isEmpty() ? tokenOf(dataDirectory) : namedToken;
    return Optional.of(
        new Endpoint(URI.create(endpoint.text("http")), endpoint.text("grpc"), token));
  }

  /** The administrator's token of a data directory of this account. */
  public static String tokenOf(Path dataDirectory) {
    return Settings.secretIn(dataDirectory.resolve(TOKEN_FILE));
  }

  private static Failure badAddress(String master) {
    return Failure.usage(
        "master",
        "'" + master + "' is not the address of a master",
        "an address is a host and a port, of http or https",
        "write host:port or http://host:port");
  }
}
