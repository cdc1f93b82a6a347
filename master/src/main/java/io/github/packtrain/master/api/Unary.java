package io.github.packtrain.master.api;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.master.shell.RejectedException;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.session.wire.WireException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a call when its future completes, and turns whatever went wrong into a status. */
final class Unary {
  private static final Logger LOG = LoggerFactory.getLogger(Unary.class);

  private Unary() {}

  static <T> void answer(StreamObserver<T> observer, Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> future;
    try {
      future = work.get();
    } catch (RuntimeException e) {
      observer.onError(failure(e));
      return;
    }
    var _ =
        future.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                observer.onNext(value);
                observer.onCompleted();
              } else {
                observer.onError(failure(failure));
              }
            });
  }

  static StatusRuntimeException failure(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (cause) {
      case RejectedException rejected -> Failures.exception(rejected.rejection());
      case WireException wire -> Failures.exception(wire.rejection());
      case StatusRuntimeException status -> status;
      default -> {
        LOG.error("a call failed", cause);
        yield Status.INTERNAL
            .withDescription("the master made a mistake; its log has the details")
            .asRuntimeException();
      }
    };
  }

  static RejectedException rejected(Rejection rejection) {
    return new RejectedException(rejection);
  }
}
