package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.session.security.PinnedToken;
import io.github.packtrain.session.security.PinnedTrust;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How the master is dialled: with TLS when the token pins its authority, else only on this machine.
 */
final class Dialing {
  private Dialing() {}

  static NettyChannelBuilder channel(WorkerOptions options) throws WorkerException {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(options.masterHost(), options.masterPort());
    @Nullable String pin = token(options).pin();
    if (pin != null) {
      try {
        return builder.sslContext(
            GrpcSslContexts.configure(
                    SslContextBuilder.forClient().trustManager(new PinnedTrust(pin)),
                    SslProvider.JDK)
                .build());
      } catch (SSLException e) {
        throw WorkerException.of(
            Kind.UNAVAILABLE,
            "TLS",
            "TLS cannot be set up",
            String.valueOf(e.getMessage()),
            "check the Java runtime");
      }
    }
    if (!isLoopback(options.masterHost())) {
      throw WorkerException.of(
          Kind.FAILED_PRECONDITION,
          "TLS_NEEDED",
          "the master at " + options.masterHost() + " is on another machine",
          "its token does not pin a certificate authority, so the connection would not be safe",
          "start the master with --host, and give this worker the join token that it prints, with --join");
    }
    return builder.usePlaintext();
  }

  /** What goes into the header. */
  static String secret(WorkerOptions options) throws WorkerException {
    return token(options).secret();
  }

  private static PinnedToken token(WorkerOptions options) throws WorkerException {
    try {
      return PinnedToken.parse(options.credential());
    } catch (IllegalArgumentException e) {
      throw WorkerException.of(
          Kind.UNAUTHENTICATED,
          "TOKEN_UNREADABLE",
          "the worker's token cannot be read",
          String.valueOf(e.getMessage()),
          "give the whole join token, with --join or --token-file");
    }
  }

  private static boolean isLoopback(String host) {
    return resolve(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  private static Optional<InetAddress> resolve(String host) {
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
