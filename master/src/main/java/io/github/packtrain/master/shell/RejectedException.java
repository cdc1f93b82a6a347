package io.github.packtrain.master.shell;

import io.github.packtrain.model.Rejection;

/** Carries a rejection through futures. */
public final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Rejection rejection;

  public RejectedException(Rejection rejection) {
    super(rejection.message(), null, false, false);
    this.rejection = rejection;
  }

  public Rejection rejection() {
    return rejection;
  }
}
