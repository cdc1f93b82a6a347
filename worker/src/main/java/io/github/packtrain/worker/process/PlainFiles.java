package io.github.packtrain.worker.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Opens files that a task has made, and that may be anything: a link to a file which the task may
 * not read but we may, a pipe that nobody writes to, a device without an end.
 */
public final class PlainFiles {
  private PlainFiles() {}

  /**
   * Opens a regular file for reading. Never waits.
   *
   * @return empty when it is there and is no regular file
   * @throws NoSuchFileException when it is not there
   */
  public static Optional<FileChannel> open(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      throw new NoSuchFileException(file.toString());
    }
    LibC c = LibC.find().orElse(null);
    // Where we have no other way, what the task puts there between the look and this is opened.
    return c == null
        ? Optional.of(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))
        : openUnswapped(c, file);
  }

  /** Looks again at what was opened: the task may have put something else there meanwhile. */
  private static Optional<FileChannel> openUnswapped(LibC c, Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(LibC.callState());
      MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
      int flags = LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NONBLOCK | LibC.oNoFollow();
      int descriptor = c.open(state, path, flags);
      if (descriptor == -LibC.ENOENT) {
        throw new NoSuchFileException(file.toString());
      }
      if (descriptor == -LibC.ELOOP) {
        return Optional.empty();
      }
      if (descriptor < 0) {
        throw new IOException(file + " cannot be opened: error " + -descriptor);
      }
      try {
        Path opened = Path.of("/proc/self/fd", Integer.toString(descriptor));
        return Files.isRegularFile(opened)
            ? Optional.of(FileChannel.open(opened))
            : Optional.empty();
      } finally {
        c.close(state, descriptor);
      }
    }
  }
}
