package io.github.packtrain.session.wire;

import io.github.packtrain.model.Rejection;

/** A message that says something impossible. */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Rejection rejection;

  public WireException(Rejection rejection) {
    super(rejection.message(), null, false, false);
    this.rejection = rejection;
  }

  static WireException invalid(String code, String message, String hint) {
    return new WireException(Rejection.invalid(code, message, hint));
  }

  public Rejection rejection() {
    return rejection;
  }
}
