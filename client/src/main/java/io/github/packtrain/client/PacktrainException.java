package io.github.packtrain.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.protocol.v1.Error;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** What a master refused, or why it could not be asked: what happened, why, what to do. */
public final class PacktrainException extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final Metadata.Key<byte[]> DETAIL =
      Metadata.Key.of("packtrain-error-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Status.Code status;
  private final String code;
  private final String why;
  private final String hint;
  private final long retryAfterMillis;

  private PacktrainException(StatusRuntimeException cause, Status.Code status, Error error) {
    super(error.getMessage(), cause);
    this.status = status;
    this.code = error.getCode();
    this.why = error.getWhy();
    this.hint = error.getHint();
    this.retryAfterMillis = error.getRetryAfterMillis();
  }

  static PacktrainException of(StatusRuntimeException failure) {
    return new PacktrainException(failure, failure.getStatus().getCode(), detail(failure));
  }

  private static Error detail(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    byte[] bytes = trailers == null ? null : trailers.get(DETAIL);
    if (bytes != null) {
      try {
        return Error.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        // An error that cannot be read still has its status, below.
      }
    }
    String description = failure.getStatus().getDescription();
    return Error.newBuilder()
        .setCode(failure.getStatus().getCode().name())
        .setMessage(description == null ? "the call failed" : description)
        .build();
  }

  /** The kind of failure. */
  public Status.Code status() {
    return status;
  }

  /** Stable, for programs, such as {@code JOB_NOT_FOUND}. */
  public String code() {
    return code;
  }

  /** The cause; may be empty. */
  public String why() {
    return why;
  }

  /** What to do; may be empty. */
  public String hint() {
    return hint;
  }

  /** When to try again, in milliseconds; 0 for unknown. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Whether the same call may succeed later. */
  public boolean isRetryable() {
    return status == Status.Code.UNAVAILABLE || status == Status.Code.RESOURCE_EXHAUSTED;
  }
}
