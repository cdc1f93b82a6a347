package io.github.packtrain.master.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.packtrain.master.security.CredentialCheck;
import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * HTTP on one port: {@code /v1} for the services, {@code /metrics}, and without a token {@code
 * /healthz} and {@code /readyz}, which say yes or no and nothing else. The JDK's server, a virtual
 * thread for each request.
 */
public final class HttpApi implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpApi(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts serving.
   *
   * @param services whose annotated methods become routes
   * @param channel to those services, with the check of credentials before them
   * @throws java.net.BindException when the port is taken
   */
  public static HttpApi start(
      HttpOptions options,
      Collection<ServerServiceDefinition> services,
      Channel channel,
      CredentialCheck credentials,
      Probes probes)
      throws IOException {
    ServerProperties.set();
    HttpServer server = create(options);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    server.setExecutor(threads);
    Gate gate = new Gate(new OriginCheck(options.hostNames(), options.tls() != null));
    server.createContext(
        "/", new ApiHandler(gate, new Routes(services), channel, credentials, options));
    server.createContext("/healthz", new ProbeHandler(gate, "/healthz", () -> true));
    server.createContext("/readyz", new ProbeHandler(gate, "/readyz", probes.ready()));
    server.createContext("/metrics", new MetricsHandler(gate, credentials, probes.metrics()));
    server.start();
    return new HttpApi(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once: what is not answered yet is cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer create(HttpOptions options) throws IOException {
    SSLContext tls = options.tls();
    if (tls == null) {
      return HttpServer.create(options.address(), BACKLOG);
    }
    HttpsServer server = HttpsServer.create(options.address(), BACKLOG);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }
}
