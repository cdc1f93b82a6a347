package io.github.packtrain.master;

import io.github.packtrain.model.Rejection;

/** Why a master does not start. */
public final class MasterStartException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Rejection rejection;

  public MasterStartException(Rejection rejection, Throwable cause) {
    super(rejection.message() + ": " + rejection.why(), cause);
    this.rejection = rejection;
  }

  /** What happened, why and what to do; code PORT_IN_USE, DATA_DIR_IN_USE and the like. */
  public Rejection rejection() {
    return rejection;
  }
}
