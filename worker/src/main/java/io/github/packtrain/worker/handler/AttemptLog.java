package io.github.packtrain.worker.handler;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a handler writes. A handler that says nothing leaves no file; one that says too much is cut
 * off with a word about it. Each line is there to be followed as soon as it is written.
 */
final class AttemptLog {
  static final int MAX_BYTES = 4 << 20;
  private static final int TRACE_MAX_CHARS = 16 << 10;
  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);

  private final Supplier<Path> file;
  private @Nullable OutputStream out;
  private long written;

  /**
   * @param file asked for when the first line comes
   */
  AttemptLog(Supplier<Path> file) {
    this.file = file;
  }

  synchronized void line(String text) {
    if (written >= MAX_BYTES) {
      return;
    }
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    if (written + line.length > MAX_BYTES) {
      line =
          "[packtrain: the log is full; the rest is left out]\n".getBytes(StandardCharsets.UTF_8);
      written = MAX_BYTES;
    }
    written += line.length;
    append(line);
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

  /** Lets go of the file; a line after that opens it anew. */
  synchronized void close() {
    OutputStream closing = out;
    if (closing == null) {
      return;
    }
    out = null;
    try {
      closing.close();
    } catch (IOException e) {
      LOG.warn("the end of {} may be lost: {}", file.get(), e.toString());
    }
  }

  private void append(byte[] bytes) {
    try {
      OutputStream stream = out;
      if (stream == null) {
        Path path = file.get();
        Files.createDirectories(path.toAbsolutePath().getParent());
        stream = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = stream;
      }
      stream.write(bytes);
    } catch (IOException e) {
      // A full disk costs the log, not the attempt.
      written = MAX_BYTES;
      LOG.warn("{} cannot be written, the rest of it is left out: {}", file.get(), e.toString());
    }
  }
}
