package io.github.packtrain.master.call;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that throws has a bug: the log gets it, the caller an answer that says no more. */
public final class ServiceFailures implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceFailures.class);

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        guarded(() -> super.onMessage(message));
      }

      @Override
      public void onHalfClose() {
        guarded(super::onHalfClose);
      }

      private void guarded(Runnable work) {
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.error("{} failed", call.getMethodDescriptor().getFullMethodName(), e);
          call.close(
              Status.INTERNAL.withDescription("the master made a mistake; its log has the details"),
              new Metadata());
        }
      }
    };
  }
}
