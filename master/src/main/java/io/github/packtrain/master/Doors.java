package io.github.packtrain.master;

import io.github.packtrain.master.call.ServiceFailures;
import io.github.packtrain.master.http.HttpApi;
import io.github.packtrain.master.http.HttpOptions;
import io.github.packtrain.master.http.Probes;
import io.github.packtrain.master.limit.Connections;
import io.github.packtrain.master.limit.UserLimits;
import io.github.packtrain.master.limit.UserRates;
import io.github.packtrain.master.security.Certificates;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.master.shell.Shell;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The two ports. All services stand behind the check of credentials; HTTP reaches them over a
 * channel inside the process, so it passes the same check.
 */
final class Doors implements AutoCloseable {
  private static final int MESSAGE_MAX_BYTES = 4 * 1024 * 1024;
  private static final int HEADERS_MAX_BYTES = 16 * 1024;
  private static final int CALLS_PER_CONNECTION_MAX = 256;
  private static final long KEEP_ALIVE_SECONDS = 30;
  private static final long KEEP_ALIVE_LEAST_SECONDS = 5;
  private static final long CLOSE_SECONDS = 2;
  private static final long HANDSHAKE_SECONDS = 20;
  private static final long IDLE_MINUTES = 10;

  private final InetAddress address;
  private final @Nullable Certificates certificates;
  private final CredentialCheck credentials;
  private final HealthStatusManager health = new HealthStatusManager();
  private final List<ServerServiceDefinition> definitions = new ArrayList<>();
  private final Opened opened = new Opened();
  private UserLimits limits = new UserLimits(UserRates.DEFAULT);
  private int grpcPort;
  private int httpPort;

  /**
   * @param certificates null for plain text, on loopback only
   */
  Doors(
      InetAddress address,
      @Nullable Certificates certificates,
      CredentialCheck credentials,
      List<BindableService> services) {
    this.address = address;
    this.certificates = certificates;
    this.credentials = credentials;
    services.forEach(service -> definitions.add(service.bindService()));
    definitions.add(health.getHealthService().bindService());
    definitions.add(ProtoReflectionServiceV1.newInstance().bindService());
  }

  void open(MasterOptions options, Shell shell) throws IOException, MasterStartException {
    limits = new UserLimits(options.rates());
    Server grpc = openGrpc(options.grpcPort(), new Connections(options.connectionsMax()));
    opened.add(
        () -> {
          shell.refuse();
          stop(grpc);
        });
    grpcPort = grpc.getPort();
    HttpApi http = opened.add(openHttp(options, shell));
    httpPort = http.port();
    health.setStatus("", ServingStatus.SERVING);
    opened.add(health::enterTerminalState);
  }

  int httpPort() {
    return httpPort;
  }

  int grpcPort() {
    return grpcPort;
  }

  String httpUrl() {
    return (certificates == null ? "http://" : "https://") + reachable() + ":" + httpPort;
  }

  String grpcAddress() {
    return reachable() + ":" + grpcPort;
  }

  @Override
  public void close() {
    opened.close();
  }

  /** By which this machine itself reaches the address listened on. */
  private String reachable() {
    if (address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String text = address.getHostAddress();
    return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
  }

  private Server openGrpc(int port, Connections connections)
      throws IOException, MasterStartException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(address, port))
            .directExecutor()
            .maxInboundMessageSize(MESSAGE_MAX_BYTES)
            .maxInboundMetadataSize(HEADERS_MAX_BYTES)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(KEEP_ALIVE_LEAST_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
            .addTransportFilter(connections)
            .intercept(connections);
    if (certificates != null) {
      builder.sslContext(
          GrpcSslContexts.configure(
                  SslContextBuilder.forServer(certificates.keys()), SslProvider.JDK)
              .build());
    }
    guarded().forEach(builder::addService);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw bindFailure(e, port, "gRPC", "--grpc-port");
    }
  }

  private HttpApi openHttp(MasterOptions options, Shell shell)
      throws IOException, MasterStartException {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .maxInboundMetadataSize(HEADERS_MAX_BYTES);
    guarded().forEach(builder::addService);
    Server inside = builder.build().start();
    opened.add(() -> stop(inside));
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    opened.add(channel::shutdownNow);
    InetSocketAddress socket = new InetSocketAddress(address, options.httpPort());
    List<String> names = new ArrayList<>(options.hostNames());
    if (certificates != null) {
      names.addAll(certificates.names());
    }
    try {
      return HttpApi.start(
          HttpOptions.of(socket, certificates == null ? null : certificates.sslContext(), names),
          definitions,
          channel,
          credentials,
          new Probes(shell.condition()::isReady, new MetricsText(shell)));
    } catch (BindException e) {
      throw bindFailure(e, options.httpPort(), "HTTP", "--http-port");
    }
  }

  private List<ServerServiceDefinition> guarded() {
    return definitions.stream()
        .map(
            service ->
                ServerInterceptors.interceptForward(
                    service, credentials, limits, new ServiceFailures()))
        .toList();
  }

  private MasterStartException bindFailure(IOException e, int port, String what, String flag) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof BindException && message.contains("in use")) {
        return new MasterStartException(
            new Rejection(
                Kind.FAILED_PRECONDITION,
                "PORT_IN_USE",
                "port %d, for %s, is in use on %s".formatted(port, what, address.getHostAddress()),
                "another program listens there, perhaps another master",
                "stop it, or take another port with %s; 0 takes any free one".formatted(flag)),
            e);
      }
    }
    return new MasterStartException(
        new Rejection(
            Kind.FAILED_PRECONDITION,
            "HOST_NOT_OURS",
            "cannot listen on port %d of %s".formatted(port, address.getHostAddress()),
            String.valueOf(e.getMessage()),
            "use an address of this machine, and a port from 1024 on"),
        e);
  }

  private static void stop(Server server) throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      server.shutdownNow();
      server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
