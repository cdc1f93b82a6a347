package io.github.packtrain.cli.terminal;

import io.github.packtrain.cli.tree.JsonObject;
import java.util.List;

/**
 * Why a command did not do what it should, in three parts: what happened, why, what to do. Ends the
 * command with {@link #exit}.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exit;
  private final String code;
  private final String why;
  private final String hint;

  /**
   * @param exit what the command ends with
   * @param code stable, for programs
   * @param message what happened, with the values
   * @param why the cause, may have several lines; empty when the message says it
   * @param hint what to do; may be empty
   */
  public Failure(ExitCode exit, String code, String message, String why, String hint) {
    super(message);
    this.exit = exit;
    this.code = code;
    this.why = why;
    this.hint = hint;
  }

  /** A mistake in the command line. */
  public static Failure usage(String code, String message, String why, String hint) {
    return new Failure(ExitCode.USAGE, "USAGE." + code, message, why, hint);
  }

  /** What the command ends with. */
  public ExitCode exit() {
    return exit;
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** What happened. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** The cause; may be empty. */
  public String why() {
    return why;
  }

  /** What to do; may be empty. */
  public String hint() {
    return hint;
  }

  /** For people. */
  public List<String> lines() {
    var lines = new java.util.ArrayList<String>();
    lines.add("error: " + message());
    why.lines().forEach(line -> lines.add("  " + line));
    if (!hint.isEmpty()) {
      lines.add("  hint: " + hint.replace("\n", "\n        "));
    }
    lines.add("  code: " + code);
    return lines;
  }

  /** For programs: what {@code -o json} writes instead of a result. */
  public String json() {
    JsonObject error =
        new JsonObject()
            .put("code", code)
            .put("message", message())
            .put("why", why)
            .put("hint", hint)
            .put("exitCode", exit.number());
    return new JsonObject().put("error", error).toString();
  }
}
