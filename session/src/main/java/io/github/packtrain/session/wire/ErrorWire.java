package io.github.packtrain.session.wire;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.Error;

/** Rejections on the wire. */
public final class ErrorWire {
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private ErrorWire() {}

  public static Error toWire(Rejection rejection) {
    return Error.newBuilder()
        .setCode(rejection.code())
        .setMessage(rejection.message())
        .setWhy(rejection.why())
        .setHint(rejection.hint())
        .setRetryAfterMillis(
            rejection.kind() == Rejection.Kind.RESOURCE_EXHAUSTED ? RETRY_AFTER_MILLIS : 0)
        .build();
  }

  public static Rejection toModel(Error error, Rejection.Kind kind) {
    return new Rejection(
        kind, error.getCode(), error.getMessage(), error.getWhy(), error.getHint());
  }
}
