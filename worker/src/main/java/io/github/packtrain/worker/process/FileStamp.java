package io.github.packtrain.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells whether a file or directory was touched since: the time of its last change of any
 * kind, which nobody can set, and its inode and length.
 */
public record FileStamp(Map<String, Object> attributes) {
  /** As it is now; links are not followed. */
  public static FileStamp of(Path path) throws IOException {
    return new FileStamp(
        Files.readAttributes(path, "unix:ino,ctime,size", LinkOption.NOFOLLOW_LINKS));
  }
}
