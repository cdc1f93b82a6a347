package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;

/** Why a worker cannot start or go on, in three parts. */
public final class WorkerException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Rejection rejection;

  public WorkerException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
  }

  static WorkerException of(Kind kind, String code, String message, String why, String hint) {
    return new WorkerException(new Rejection(kind, code, message, why, hint));
  }

  public Rejection rejection() {
    return rejection;
  }
}
