package io.github.packtrain.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What tells whether a file or directory was touched since: the time of its last change of any
 * kind, which nobody can set, and its inode and length.
 */
public record FileStamp(Object inode, FileTime changed, long bytes) {
  /** As it is now; links are not followed. */
  public static FileStamp of(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:ino,ctime,size", LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(
        attributes.get("ino"), (FileTime) attributes.get("ctime"), (Long) attributes.get("size"));
  }
}
