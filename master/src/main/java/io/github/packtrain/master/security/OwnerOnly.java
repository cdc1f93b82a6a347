package io.github.packtrain.master.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that nobody but their owner may read. */
final class OwnerOnly {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Replaces the file whole: readers see the old content or the new one. */
  static void write(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(aside, permissions("rw-------"));
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void createDirectories(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, permissions("rwx------"));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(directory + " is a file, not a directory", e);
    }
  }

  /** Opens for writing, creating the file when it is not there. */
  static FileChannel open(Path file) throws IOException {
    try {
      Files.createFile(file, permissions("rw-------"));
    } catch (FileAlreadyExistsException _) {
      // Opened below.
    }
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  static void restrict(Path file) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static FileAttribute<?>[] permissions(String text) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
