package io.github.packtrain.worker.handler;

/** A parameter or option that a handler cannot use. */
public final class BadParameterException extends Exception {
  private static final long serialVersionUID = 1;

  /** Stable, for programs. */
  public static final String CODE = "BAD_PARAMETER";

  public BadParameterException(String message) {
    super(message);
  }
}
