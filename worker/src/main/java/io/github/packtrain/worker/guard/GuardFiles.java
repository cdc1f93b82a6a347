package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * The guard's own files in a worker's directory. Only the directory's owner may list it, and only
 * its owner may talk to the guard.
 *
 * @param passable whether tasks run under another account, which has to pass through the directory
 */
record GuardFiles(Path directory, boolean passable) {
  /** A socket's path has to fit into 108 bytes with its end mark, and on macOS into 104. */
  private static final int SOCKET_PATH_MAX_BYTES = 100;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> PASSABLE =
      PosixFilePermissions.fromString("rwx--x--x");

  static GuardFiles of(GuardOptions options) {
    return new GuardFiles(options.directory(), !options.taskUser().isEmpty());
  }

  /** Closes a file of ours to others, whatever the directory says. */
  static void closeToOthers(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Held by the guard for as long as it lives. */
  Path lock() {
    return directory.resolve("guard.lock");
  }

  /** What the guard knows of attempts. */
  Path journal() {
    return directory.resolve("guard.journal");
  }

  /** The guard's own words. */
  Path log() {
    return directory.resolve("guard.log");
  }

  /**
   * Where the guard listens: in the directory, or, when that path is too long for a socket, in one
   * of the account's own below the directory for temporary files.
   */
  Path socket() {
    Path here = directory.resolve("guard.sock");
    if (here.toString().getBytes(StandardCharsets.UTF_8).length <= SOCKET_PATH_MAX_BYTES) {
      return here;
    }
    byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
    return Path.of("/tmp", "packtrain-" + UUID.nameUUIDFromBytes(path)).resolve("guard.sock");
  }

  /** Makes the directories, closed to other accounts. */
  void prepare() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, passable ? PASSABLE : OWNER_ONLY);
    Files.createDirectories(AttemptDirectory.allOf(directory));
    Path forSocket = socket().getParent();
    if (forSocket != null && !forSocket.equals(directory)) {
      prepareElsewhere(forSocket);
    }
  }

  /**
   * Anybody can make a directory of that name in a shared place, so it must be ours and a real one.
   */
  private void prepareElsewhere(Path forSocket) throws IOException {
    try {
      Files.createDirectory(forSocket, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      boolean ours =
          Files.isDirectory(forSocket, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(forSocket, LinkOption.NOFOLLOW_LINKS)
                  .equals(Files.getOwner(directory))
              && Files.getPosixFilePermissions(forSocket, LinkOption.NOFOLLOW_LINKS)
                  .equals(OWNER_ONLY);
      if (!ours) {
        throw new IOException(forSocket + " belongs to somebody else", e);
      }
    }
  }
}
