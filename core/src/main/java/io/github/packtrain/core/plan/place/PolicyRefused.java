package io.github.packtrain.core.plan.place;

import io.github.packtrain.model.Rejection;

/** A policy that does not exist, or an option that it does not take. */
public final class PolicyRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Rejection rejection;

  PolicyRefused(String code, String message, String why, String hint) {
    super(message + ": " + why + "; " + hint);
    this.rejection = new Rejection(Rejection.Kind.INVALID_ARGUMENT, code, message, why, hint);
  }

  /** What happened, why, what to do. */
  public Rejection rejection() {
    return rejection;
  }
}
