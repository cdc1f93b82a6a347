package io.github.packtrain.master.policy;

/** A policy of a user's own threw or did not come back. */
public final class CutOffException extends Exception {
  private static final long serialVersionUID = 1;

  CutOffException(String code, String why) {
    super(code + ": " + why);
  }

  /** Begins with a stable code: POLICY_THREW, POLICY_STALLED or POLICY_THREADS. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
