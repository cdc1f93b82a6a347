package io.github.packtrain.master.http;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.Error;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;

/** Ends a request with a status and an error in three parts. */
final class HttpFailure extends Exception {
  private static final int SHOWN_CHARS = 100;
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Error error;
  private final transient Map<String, String> headers;

  private HttpFailure(int status, Error error, Map<String, String> headers) {
    super(error.getMessage(), null, false, false);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }

  static HttpFailure of(Rejection rejection) {
    return of(Failures.httpStatus(Failures.status(rejection).getCode()), rejection);
  }

  static HttpFailure of(int status, Rejection rejection) {
    return new HttpFailure(status, Failures.error(rejection), Map.of());
  }

  static HttpFailure of(StatusRuntimeException failure) {
    Error error = Failures.error(failure);
    long retrySeconds = (error.getRetryAfterMillis() + 999) / 1_000;
    return new HttpFailure(
        Failures.httpStatus(failure.getStatus().getCode()),
        error,
        retrySeconds == 0 ? Map.of() : Map.of("Retry-After", String.valueOf(retrySeconds)));
  }

  static HttpFailure notAllowed(String verb, String path, List<String> allowed) {
    String verbs = String.join(", ", allowed);
    Rejection rejection =
        Rejection.invalid(
            "METHOD_NOT_ALLOWED", shown(verb) + " " + shown(path) + " is no call", "use " + verbs);
    return new HttpFailure(405, Failures.error(rejection), Map.of("Allow", verbs));
  }

  /** Too much at once. */
  static HttpFailure busy(String what, int limit) {
    Rejection rejection =
        new Rejection(
            Rejection.Kind.RESOURCE_EXHAUSTED,
            "BUSY",
            "the master answers as many " + what + " as it may, " + limit,
            "more at once would slow all of them down",
            "try again in a second");
    return new HttpFailure(429, Failures.error(rejection), Map.of("Retry-After", "1"));
  }

  int status() {
    return status;
  }

  Error error() {
    return error;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Text of a stranger for a message: bounded, without control characters. */
  static String shown(String text) {
    String cut = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS - 1) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
