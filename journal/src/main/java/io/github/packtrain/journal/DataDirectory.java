package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.DirectoryRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that this process alone may write, for as long as it lives. The system lets go
 * of the lock when the process ends, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
  static final String LOCK_FILE = "lock";

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int HOLDER_BYTES = 4096;

  /**
   * Directories held by this process. Needed because closing any descriptor of a file drops the
   * process's POSIX locks on it: a second open of the lock file here would silently release the
   * first.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the directory if needed (mode 0700, parents too) and takes it.
   *
   * @throws DirectoryRefused with code DATA_DIR_IN_USE (naming the holder),
   *     DATA_DIR_NOT_A_DIRECTORY or DATA_DIR_NOT_WRITABLE
   */
  public static DataDirectory open(Path directory) {
    Path path = create(directory);
    if (!HELD.add(path)) {
      throw inUse(path, "this process");
    }
    try {
      return new DataDirectory(path, lock(path));
    } catch (RuntimeException e) {
      HELD.remove(path);
      throw e;
    }
  }

  /** The directory, absolute and without links. */
  public Path path() {
    return path;
  }

  /**
   * Writes where the holder can be reached into the lock file, for whoever finds the directory in
   * use.
   */
  public void announce(String address) {
    try {
      writeHolder(channel, address);
    } catch (IOException e) {
      throw notWritable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw notWritable(path, e);
    } finally {
      HELD.remove(path);
    }
  }

  /** Opens a file that only its owner may read, creating it if the options say so. */
  static FileChannel openFile(Path file, Set<? extends OpenOption> options) throws IOException {
    return FileChannel.open(file, options, OWNER_ONLY_FILE);
  }

  /** Creates a directory that only its owner may enter, with its parents. */
  static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
  }

  /** Makes created, renamed and deleted names in the directory durable. */
  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes the name of a created or renamed file durable. */
  static void forceNameOf(Path file) throws IOException {
    force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  private static Path create(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        createDirectories(directory);
      }
      return directory.toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new DirectoryRefused(
          "DATA_DIR_NOT_A_DIRECTORY",
          "cannot use " + directory + " as data directory",
          e.getFile() + " is a file",
          "name a directory, or a path that does not exist yet",
          e);
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static FileChannel lock(Path path) {
    FileChannel channel = null;
    try {
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel = openFile(path.resolve(LOCK_FILE), options);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String holder = readHolder(channel);
        channel.close();
        throw inUse(path, holder);
      }
      writeHolder(channel, null);
      return channel;
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw notWritable(path, e);
    }
  }

  private static void writeHolder(FileChannel channel, @Nullable String address)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("pid ").append(ProcessHandle.current().pid()).append(" on ").append(hostName());
    if (address != null) {
      text.append(", ").append(address);
    }
    text.append('\n');
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HOLDER_BYTES);
    channel.read(bytes, 0);
    String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    return text.isEmpty() ? "another process" : text;
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException noProc) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unnamed) {
        return "localhost";
      }
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static DirectoryRefused inUse(Path path, String holder) {
    return new DirectoryRefused(
        "DATA_DIR_IN_USE",
        "cannot use " + path + " as data directory",
        "another master holds it: " + holder,
        "stop that master, or name another directory with --data",
        null);
  }

  private static DirectoryRefused notWritable(Path path, IOException e) {
    return new DirectoryRefused(
        "DATA_DIR_NOT_WRITABLE",
        "cannot write in the data directory " + path,
        reason(e),
        "make it writable for this account, or name another directory with --data",
        e);
  }

  /** In words, for people; files give their path and little more as message. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "access denied to " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " is there and is no directory";
      default -> String.valueOf(e.getMessage());
    };
  }
}
