package io.github.packtrain.master.call;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.Error;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;

/** One way to say what went wrong: a rejection as gRPC status, as message and as HTTP status. */
public final class Failures {
  /** The detail of a failed gRPC call. */
  public static final Metadata.Key<Error> DETAIL =
      Metadata.Key.of(
          "packtrain-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

  /** When a caller that met a bound may try again. */
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private Failures() {}

  /** The exception that ends a gRPC call with this rejection. */
  public static StatusRuntimeException exception(Rejection rejection) {
    return status(rejection).asRuntimeException(trailers(rejection));
  }

  public static Status status(Rejection rejection) {
    Status.Code code =
        switch (rejection.kind()) {
          case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
          case NOT_FOUND -> Status.Code.NOT_FOUND;
          case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
          case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
          case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
          case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
          case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
          case UNAVAILABLE -> Status.Code.UNAVAILABLE;
        };
    return code.toStatus().withDescription(rejection.message());
  }

  public static Metadata trailers(Rejection rejection) {
    Metadata trailers = new Metadata();
    trailers.put(DETAIL, error(rejection));
    return trailers;
  }

  /** The same, with the time after which it may be tried again. */
  public static Metadata trailers(Rejection rejection, long retryAfterMillis) {
    Metadata trailers = new Metadata();
    trailers.put(
        DETAIL, error(rejection).toBuilder().setRetryAfterMillis(retryAfterMillis).build());
    return trailers;
  }

  public static Error error(Rejection rejection) {
    Error.Builder error =
        Error.newBuilder()
            .setCode(rejection.code())
            .setMessage(rejection.message())
            .setWhy(rejection.why())
            .setHint(rejection.hint());
    switch (rejection.kind()) {
      case RESOURCE_EXHAUSTED, UNAVAILABLE -> error.setRetryAfterMillis(RETRY_AFTER_MILLIS);
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          UNAUTHENTICATED,
          PERMISSION_DENIED -> {}
    }
    return error.build();
  }

  /** The message of a failed call: its detail, or the bare status where it has none. */
  public static Error error(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    Error detail = trailers == null ? null : trailers.get(DETAIL);
    if (detail != null) {
      return detail;
    }
    Status status = failure.getStatus();
    String message = status.getDescription();
    return Error.newBuilder()
        .setCode(status.getCode().name())
        .setMessage(message == null ? "the call failed" : message)
        .build();
  }

  /** The HTTP status that stands for a gRPC status. */
  public static int httpStatus(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case FAILED_PRECONDITION -> 412;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }
}
