package io.github.packtrain.worker.process;

/** A process could not be started, for a reason that its user can act upon. */
public final class SpawnException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  public enum Code {
    /** No such program, or the interpreter that its first line names is missing. */
    COMMAND_NOT_FOUND,
    /** It is there but may not be executed, or is neither a program nor starts with {@code #!}. */
    COMMAND_NOT_EXECUTABLE,
    /** The working directory is missing, is no directory or may not be entered. */
    WORKDIR_NOT_FOUND,
    /** The file for standard output or error cannot be opened. */
    OUTPUT_NOT_WRITABLE,
    /** Arguments and environment are longer than the system takes, or hold a NUL character. */
    COMMAND_NOT_ACCEPTED,
    /** The machine has no process or memory left to start one; another try may do. */
    NO_PROCESS_LEFT
  }

  private final Code code;
  private final String hint;

  SpawnException(Code code, String message, String hint) {
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
