package io.github.packtrain.cli.terminal;

import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks: results on {@code out}, everything else on {@code err}.
 *
 * @param out results, nothing else, so that they can be piped
 * @param err progress, hints, errors
 * @param outWidth columns of {@code out} when it is a terminal; 0 for a pipe or file
 * @param errWidth the same of {@code err}
 * @param colour whether escape sequences may be written to {@code err}
 */
public record Terminal(
    PrintStream out, PrintStream err, int outWidth, int errWidth, boolean colour) {
  private static final int WIDTH_DEFAULT = 100;
  private static final int WIDTH_MIN = 40;

  /** The process's own. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean outTty = TtyProbe.isTty(1);
    boolean errTty = TtyProbe.isTty(2);
    int width = outTty || errTty ? TtyProbe.columns(environment).orElse(WIDTH_DEFAULT) : 0;
    boolean colour =
        errTty
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        outTty ? Math.max(WIDTH_MIN, width) : 0,
        errTty ? Math.max(WIDTH_MIN, width) : 0,
        colour);
  }

  /** Whether {@code err} is a terminal that can redraw a line. */
  public boolean isLive() {
    return errWidth > 0 && colour;
  }

  /** A line of the result. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }

  /** The result as JSON. */
  public void print(Node node) {
    print(JsonText.pretty(node));
  }

  /** A line for people. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** A failure in its three parts. */
  public void say(Failure failure) {
    failure.lines().forEach(this::say);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor)),
        false,
        StandardCharsets.UTF_8);
  }
}
