package io.github.packtrain.worker.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Removes directories that others may still be able to write in. Links are removed, not followed.
 */
public final class FileTrees {
  /** Deeper trees are not removed: who builds them does so to break whoever walks them. */
  private static final int DEPTH_MAX = 512;

  private FileTrees() {}

  /**
   * Removes a file or a directory with all that is in it; nothing happens when it is not there.
   * Each step goes through an open directory where the system has that, so that nobody who puts a
   * link into the way can lead us out of the tree.
   */
  public static void delete(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    Path name = path.getFileName();
    if (parent == null || name == null) {
      throw new IOException("a root is not removed: " + path);
    }
    try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
      if (above instanceof SecureDirectoryStream<Path> secure) {
        delete(secure, name, 0);
      } else {
        deleteByName(path, 0);
      }
    } catch (NoSuchFileException e) {
      // Gone, which is all that was wanted.
    }
  }

  private static void delete(SecureDirectoryStream<Path> above, Path name, int depth)
      throws IOException {
    boolean directory =
        above
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .isDirectory();
    if (!directory) {
      above.deleteFile(name);
      return;
    }
    checkDepth(name, depth);
    try (SecureDirectoryStream<Path> inside =
        above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      deleteAll(inside, depth);
    } catch (NotDirectoryException e) {
      above.deleteFile(name);
      return;
    } catch (java.nio.file.AccessDeniedException e) {
      // A task may take away its own directory's permissions; they are ours to give back.
      above
          .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setPermissions(PosixFilePermissions.fromString("rwx------"));
      try (SecureDirectoryStream<Path> inside =
          above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        deleteAll(inside, depth);
      }
    }
    above.deleteDirectory(name);
  }

  private static void deleteAll(SecureDirectoryStream<Path> directory, int depth)
      throws IOException {
    for (Path entry : directory) {
      try {
        delete(directory, entry.getFileName(), depth + 1);
      } catch (NoSuchFileException e) {
        // Somebody else has removed it.
      }
    }
  }

  private static void deleteByName(Path path, int depth) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      checkDepth(path, depth);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          deleteByName(entry, depth + 1);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static void checkDepth(Path name, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new IOException("more than " + DEPTH_MAX + " directories deep, at " + name);
    }
  }
}
