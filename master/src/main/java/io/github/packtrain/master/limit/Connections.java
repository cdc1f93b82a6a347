package io.github.packtrain.master.limit;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there may be. gRPC has no way to refuse one with words, so the calls of one
 * too many are refused, and it ends when nothing goes on.
 */
public final class Connections extends ServerTransportFilter implements ServerInterceptor {
  private static final Attributes.Key<Boolean> TOO_MANY = Attributes.Key.create("too-many");
  private final AtomicInteger open = new AtomicInteger();
  private final int max;

  public Connections(int max) {
    this.max = max;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    return open.incrementAndGet() > max
        ? transport.toBuilder().set(TOO_MANY, true).build()
        : transport;
  }

  @Override
  public void transportTerminated(Attributes transport) {
    open.decrementAndGet();
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getAttributes().get(TOO_MANY) == null) {
      return next.startCall(call, headers);
    }
    Rejection rejection =
        new Rejection(
            Kind.RESOURCE_EXHAUSTED,
            "TOO_MANY_CONNECTIONS",
            "this connection is one too many",
            max + " are open, as many as there may be",
            "close some, use one for many calls, and connect again");
    call.close(Failures.status(rejection), Failures.trailers(rejection));
    return new Listener<>() {};
  }
}
