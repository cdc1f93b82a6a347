package io.github.packtrain.worker.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What tells whether a file or directory was touched since: the time of its last change of any
 * kind, which nobody can set, and its inode and length.
 */
public record FileStamp(long inode, long bytes, long changedSeconds, int changedNanos) {
  /** As it is now; links are not followed. */
  public static FileStamp of(Path path) throws IOException {
    LibC c = LibC.find().orElse(null);
    if (c != null) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment found = arena.allocate(LibC.STATX_BYTES, 16);
        if (c.look(arena.allocateFrom(path.toString()), found)) {
          return new FileStamp(
              found.get(JAVA_LONG, LibC.STATX_INO_OFFSET),
              found.get(JAVA_LONG, LibC.STATX_SIZE_OFFSET),
              found.get(JAVA_LONG, LibC.STATX_CTIME_OFFSET),
              found.get(JAVA_INT, LibC.STATX_CTIME_OFFSET + Long.BYTES));
        }
      }
    }
    return byFileSystem(path);
  }

  /** Takes several times as long, and says why where it cannot look. */
  static FileStamp byFileSystem(Path path) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(path, "unix:ino,ctime,size", LinkOption.NOFOLLOW_LINKS);
    if (all.get("ino") instanceof Long inode
        && all.get("size") instanceof Long bytes
        && all.get("ctime") instanceof FileTime time) {
      Instant changed = time.toInstant();
      return new FileStamp(inode, bytes, changed.getEpochSecond(), changed.getNano());
    }
    throw new IOException("no inode, length and time of change of " + path + ": " + all);
  }
}
