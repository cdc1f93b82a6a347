package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * A worker's own directory: its identity, and a lock so that no two processes are the same worker.
 */
final class WorkerDirectory implements AutoCloseable {
  private final Path path;
  private final String uid;
  private final long incarnation;
  private final FileChannel lockFile;

  private WorkerDirectory(Path path, String uid, long incarnation, FileChannel lockFile) {
    this.path = path;
    this.uid = uid;
    this.incarnation = incarnation;
    this.lockFile = lockFile;
  }

  /**
   * @param passable whether other accounts may pass through it to what is theirs in it
   */
  static WorkerDirectory open(Path path, boolean passable) throws WorkerException {
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(passable ? "rwx--x--x" : "rwx------"));
      FileChannel lockFile =
          FileChannel.open(
              path.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lockFile)) {
        lockFile.close();
        throw WorkerException.of(
            Kind.FAILED_PRECONDITION,
            "WORKER_DIR_IN_USE",
            "the worker directory " + path + " is in use",
            "another worker process holds its lock",
            "stop that one, or give this one another --dir and --name");
      }
      return new WorkerDirectory(
          path, uid(path.resolve("uid")), nextIncarnation(path.resolve("incarnation")), lockFile);
    } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
      throw WorkerException.of(
          Kind.FAILED_PRECONDITION,
          "WORKER_DIR_NOT_WRITABLE",
          "cannot use the worker directory " + path,
          String.valueOf(e.getMessage()),
          "give a directory that this account may write, with --dir");
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String uid(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    String fresh = UUID.randomUUID().toString();
    replace(file, fresh);
    return fresh;
  }

  /**
   * The master refuses what an older process of this worker left on its way, so the number grows
   * with each process; the time alone would not do, since clocks are set back.
   */
  private static long nextIncarnation(Path file) throws IOException {
    long next = System.currentTimeMillis();
    if (Files.exists(file)) {
      next = Math.max(next, Long.parseLong(Files.readString(file).strip()) + 1);
    }
    replace(file, Long.toString(next));
    return next;
  }

  private static void replace(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Path path() {
    return path;
  }

  String uid() {
    return uid;
  }

  /** Number of this process, higher than that of any before it in this directory. */
  long incarnation() {
    return incarnation;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
