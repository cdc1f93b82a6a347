package io.github.packtrain.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Gives the disk space of a part of a file back while others go on writing to it. */
public final class FileHoles {
  private FileHoles() {}

  /**
   * Makes {@code length} bytes from {@code from} on a hole that reads as zeros and takes no space.
   * The file's length stays.
   *
   * @return false where the file system or this machine cannot
   */
  public static boolean punch(Path file, long from, long length) {
    LibC c = LibC.find().orElse(null);
    if (c == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(LibC.callState());
      MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
      int descriptor = c.open(state, path, LibC.O_RDWR | LibC.O_CLOEXEC);
      if (descriptor < 0) {
        return false;
      }
      try {
        return c.punchHole(state, descriptor, from, length) == 0;
      } finally {
        c.close(state, descriptor);
      }
    }
  }
}
