package io.github.packtrain.model;

/**
 * Why a request was not carried out: what happened, why, what to do.
 *
 * @param kind how a caller should take it
 * @param code stable, for programs, such as {@code JOB_NOT_FOUND}
 * @param message what happened, with the values
 * @param why the cause
 * @param hint what to do
 */
public record Rejection(Kind kind, String code, String message, String why, String hint) {
  /** How a caller should take it; maps to gRPC and HTTP status and to exit codes. */
  public enum Kind {
    INVALID_ARGUMENT,
    NOT_FOUND,
    ALREADY_EXISTS,
    FAILED_PRECONDITION,
    RESOURCE_EXHAUSTED,
    UNAUTHENTICATED,
    PERMISSION_DENIED,
    UNAVAILABLE
  }

  /** Refused by a check whose message and hint say what it wants. */
  public static Rejection invalid(String code, String message, String hint) {
    return invalid(
        code, message, "it is checked before anything is done: nothing has changed", hint);
  }

  public static Rejection invalid(String code, String message, String why, String hint) {
    return new Rejection(Kind.INVALID_ARGUMENT, code, message, why, hint);
  }

  /** What is named by somebody, and is not there. */
  public static Rejection notFound(String code, String message, String hint) {
    return notFound(code, message, "it was never there, or is gone again", hint);
  }

  public static Rejection notFound(String code, String message, String why, String hint) {
    return new Rejection(Kind.NOT_FOUND, code, message, why, hint);
  }
}
