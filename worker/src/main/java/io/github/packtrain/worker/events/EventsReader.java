package io.github.packtrain.worker.events;

import io.github.packtrain.worker.process.PlainFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows one events file while its task appends to it. Used by one thread.
 *
 * <p>A line counts once its newline is there; the last one also without, when the task is over. A
 * file that became shorter was written anew and is read from its start.
 */
public final class EventsReader {
  /** Longer lines are broken. */
  public static final int LINE_MAX_BYTES = 16 << 10;

  /** How many broken lines are kept; all are counted. */
  public static final int BROKEN_KEPT = 5;

  /** Measurements beyond this many per attempt are counted as broken. */
  public static final int MEASUREMENTS_MAX = 100_000;

  /** What one {@link #poll} reads at most, so that a flood of one task does not starve others. */
  private static final int POLL_MAX_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 64 << 10;

  private final Path file;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final List<BrokenLine> broken = new ArrayList<>();
  private Optional<TaskEvent.Result> result = Optional.empty();
  private long offset;
  private long lineNumber = 1;
  private boolean tooLong;
  private long brokenCount;
  private long measurements;
  private long nextStep;

  public EventsReader(Path file) {
    this.file = file;
  }

  /**
   * The events of all lines that were completed since the last call, in order; some of them when
   * there are very many. A file that is not there yet has none, and so has what is no regular file:
   * links are not followed.
   */
  public List<TaskEvent> poll() throws IOException {
    List<TaskEvent> events = new ArrayList<>();
    // Asked often and mostly in vain. Of what is not there, or is no file, it is 0.
    if (file.toFile().length() == offset) {
      return events;
    }
    try (FileChannel channel = PlainFiles.open(file).orElse(null)) {
      if (channel == null) {
        return events;
      }
      if (channel.size() < offset) {
        startAnew();
      }
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      long end = offset + POLL_MAX_BYTES;
      while (offset < end) {
        int read = channel.read(buffer.clear(), offset);
        if (read <= 0) {
          break;
        }
        offset += read;
        split(buffer.flip(), events);
      }
    } catch (NoSuchFileException e) {
      // A task that has nothing to say need not make the file.
    }
    return events;
  }

  /**
   * All that is left, the last line included though it lacks its newline. Call when the task is
   * over.
   *
   * @throws IOException also when it is a link, a pipe or another thing that is no regular file
   */
  public List<TaskEvent> finish() throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file.getFileName() + " is not a regular file");
    }
    List<TaskEvent> events = new ArrayList<>();
    long before;
    do {
      before = offset;
      events.addAll(poll());
    } while (offset != before);
    if (partial.size() > 0 || tooLong) {
      endLine(events);
    }
    return events;
  }

  /** The last final result so far. */
  public Optional<TaskEvent.Result> findResult() {
    return result;
  }

  /** How many lines could not be understood. */
  public long brokenCount() {
    return brokenCount;
  }

  /** The first few of them. */
  public List<BrokenLine> broken() {
    return List.copyOf(broken);
  }

  private void startAnew() {
    offset = 0;
    lineNumber = 1;
    partial.reset();
    tooLong = false;
  }

  private void split(ByteBuffer bytes, List<TaskEvent> events) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        endLine(events);
      } else if (partial.size() < LINE_MAX_BYTES) {
        partial.write(next);
      } else {
        tooLong = true;
      }
    }
  }

  private void endLine(List<TaskEvent> events) {
    byte[] line = partial.toByteArray();
    boolean wasTooLong = tooLong;
    long number = lineNumber++;
    partial.reset();
    tooLong = false;
    if (wasTooLong) {
      addBroken(number, "it is longer than " + LINE_MAX_BYTES + " bytes");
    } else if (!isBlank(line)) {
      understand(number, line, events);
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void understand(long number, byte[] line, List<TaskEvent> events) {
    try {
      for (TaskEvent event : EventLine.parse(line, nextStep)) {
        take(number, event, events);
      }
    } catch (BrokenLineException e) {
      addBroken(number, e.reason());
    }
  }

  private void take(long number, TaskEvent event, List<TaskEvent> events) {
    switch (event) {
      case TaskEvent.Measured measured -> {
        if (++measurements > MEASUREMENTS_MAX) {
          addBroken(number, "there are more than " + MEASUREMENTS_MAX + " measurements");
          return;
        }
        nextStep = measured.measurement().step() + 1;
      }
      case TaskEvent.Result last -> {
        result = Optional.of(last);
        last.unusable()
            .forEach(
                (name, value) ->
                    addBroken(number, name + " is not a finite number: " + value.text()));
      }
      case TaskEvent.Note _ -> {
        // Passed on as it is.
      }
    }
    events.add(event);
  }

  private void addBroken(long number, String reason) {
    brokenCount++;
    if (broken.size() < BROKEN_KEPT) {
      broken.add(new BrokenLine(number, reason));
    }
  }
}
