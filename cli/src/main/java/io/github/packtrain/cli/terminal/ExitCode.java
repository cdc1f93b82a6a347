package io.github.packtrain.cli.terminal;

/** What the command ends with; stable, documented in docs/reference/cli.md. */
public enum ExitCode {
  /** Done; what was waited for succeeded. */
  OK(0),
  /** An error in the client or the master. */
  ERROR(1),
  /** The command line or a file is not right. */
  USAGE(2),
  NOT_FOUND(3),
  /** It exists and differs, or its state does not allow this. */
  CONFLICT(4),
  /** Not authenticated or not allowed. */
  DENIED(5),
  /** The master does not answer. */
  UNREACHABLE(6),
  /** Timed out waiting. */
  TIMEOUT(7),
  /** What was waited for failed. */
  FAILED(8),
  /** What was waited for was cancelled. */
  CANCELLED(9),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** For {@code exit}. */
  public int number() {
    return number;
  }
}
