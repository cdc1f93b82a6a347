package io.github.packtrain.worker.handler;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a handler writes. A handler that says nothing leaves no file; one that says too much is cut
 * off with a word about it.
 */
final class AttemptLog {
  private static final long MAX_CHARS = 4 << 20;
  private static final int TRACE_MAX_CHARS = 16 << 10;

  private final Path file;
  private long written;

  AttemptLog(Path file) {
    this.file = file;
  }

  synchronized void line(String text) {
    if (written >= MAX_CHARS) {
      return;
    }
    written += text.length() + 1;
    append(text + "\n" + (written >= MAX_CHARS ? "[packtrain: the log is full]\n" : ""));
  }

  /** The stack trace, its end left out when it is long. */
  void trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    String trace = text.toString().stripTrailing();
    line(
        trace.length() <= TRACE_MAX_CHARS
            ? trace
            : trace.substring(0, TRACE_MAX_CHARS) + "\n[packtrain: the trace goes on]");
  }

  private void append(String text) {
    try {
      Path directory = file.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A full disk costs the log, not the attempt.
      written = MAX_CHARS;
    }
  }
}
