package io.github.packtrain.worker;

import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerGatewayGrpc;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stream to the master. Opens one at a time; what happens on it is handed to the listener at
 * once, on gRPC's thread. Streams are numbered, so that the loop can tell a late message of an old
 * one.
 */
final class MasterStream implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 4 << 20;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** What happens on a stream. */
  interface Listener {
    void message(long stream, MasterMessage message);

    void closed(long stream, Status status);
  }

  private final ManagedChannel channel;
  private final WorkerGatewayGrpc.WorkerGatewayStub stub;
  private final Listener listener;
  private long number;
  private @Nullable StreamObserver<WorkerMessage> outgoing;

  MasterStream(NettyChannelBuilder builder, String token, Listener listener) {
    this.channel = builder.maxInboundMessageSize(MESSAGE_BYTES_MAX).directExecutor().build();
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    this.stub =
        WorkerGatewayGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    this.listener = listener;
  }

  /** Opens a new stream; answers its number. */
  long open() {
    long mine = ++number;
    outgoing =
        stub.connect(
            new StreamObserver<>() {
              @Override
              public void onNext(MasterMessage message) {
                listener.message(mine, message);
              }

              @Override
              public void onError(Throwable problem) {
                listener.closed(mine, Status.fromThrowable(problem));
              }

              @Override
              public void onCompleted() {
                listener.closed(mine, Status.OK);
              }
            });
    return mine;
  }

  /** Sends on the open stream; what cannot be sent is lost with it and repeated on the next. */
  void send(WorkerMessage message) {
    StreamObserver<WorkerMessage> stream = outgoing;
    if (stream != null) {
      try {
        stream.onNext(message);
      } catch (IllegalStateException e) {
        // The stream was closed under us; its end is being reported to the listener.
        outgoing = null;
      }
    }
  }

  /**
   * Ends the open stream from our side, and its connection: behind a cut in the network TCP tries
   * ever more rarely, and would go on trying so when the cut is long over. The next stream dials
   * anew.
   */
  void closeStream(String why) {
    StreamObserver<WorkerMessage> stream = outgoing;
    outgoing = null;
    if (stream != null) {
      try {
        stream.onError(Status.CANCELLED.withDescription(why).asRuntimeException());
      } catch (IllegalStateException e) {
        // It had ended already.
      }
    }
    channel.enterIdle();
  }

  /** After a failure: dial at once instead of after gRPC's own back-off. */
  void redial() {
    channel.resetConnectBackoff();
  }

  @Override
  public void close() {
    closeStream("the worker stops");
    channel.shutdownNow();
    try {
      channel.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
