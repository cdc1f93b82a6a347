package io.github.packtrain.master.security;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that another thread than the service's may end. A plain call is not thread-safe; here
 * whatever the service still says after the end is dropped.
 */
final class RevocableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private boolean closed;

  RevocableCall(ServerCall<Q, A> call) {
    super(call);
  }

  synchronized void end(Status status, Metadata trailers) {
    close(status, trailers);
  }

  @Override
  public synchronized void request(int messages) {
    if (!closed) {
      super.request(messages);
    }
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!closed) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (!closed) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      super.close(status, trailers);
    }
  }
}
