package io.github.packtrain.worker.guard;

/** No guard could be reached or started. */
public final class GuardException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  public enum Code {
    /** The worker's directory cannot be made, written or closed to others. */
    WORKER_DIRECTORY_NOT_USABLE,
    /** The guard process could not be started or ended at once. */
    GUARD_NOT_STARTED,
    /** A guard is there but does not answer, or answers in another version's words. */
    GUARD_NOT_ANSWERING
  }

  private final Code code;
  private final String hint;

  GuardException(Code code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  public Code code() {
    return code;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
