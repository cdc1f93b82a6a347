package io.github.packtrain.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Opens connections. */
final class Channels {
  private static final int MESSAGE_MAX_BYTES = 16 * 1024 * 1024;
  private static final long KEEP_ALIVE_SECONDS = 60;

  private Channels() {}

  static ManagedChannel open(String address, Optional<byte[]> pin) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(address)
            .maxInboundMessageSize(MESSAGE_MAX_BYTES)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    if (pin.isEmpty()) {
      return builder.usePlaintext().build();
    }
    try {
      return builder
          .sslContext(
              GrpcSslContexts.configure(GrpcSslContexts.forClient(), SslProvider.JDK)
                  .trustManager(new PinnedAuthority(pin.get()))
                  .build())
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
