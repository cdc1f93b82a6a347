package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.FileStamp;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory that is lent to one attempt after the other, for as long as none leaves anything in
 * it: most tasks are short and silent, and making and removing their directories and files would
 * cost more than they do.
 */
final class Slot {
  /**
   * The file system's clock may stand still for this long: changes within it are not told apart.
   */
  private static final long STAMP_SETTLES_NANOS = 20_000_000;

  private final long number;
  private final AttemptDirectory files;
  private final List<Path> watched;
  private final List<FileStamp> stamps = new ArrayList<>();
  private final long madeNanos;
  private boolean settledWhenLent;

  /** Whether anything but temporary files was left. */
  enum Remains {
    NOTHING,
    TEMPORARY,
    FILES
  }

  private Slot(long number, AttemptDirectory files) {
    this.number = number;
    this.files = files;
    this.watched =
        List.of(
            files.stdout(),
            files.stderr(),
            files.work(),
            files.path(),
            files.checkpoints(),
            files.temporary());
    this.madeNanos = System.nanoTime();
  }

  /** Makes the directory and what is in it from the start. */
  static Slot make(long number, Path directory, TaskAccount account) throws IOException {
    AttemptDirectory files = new AttemptDirectory(directory);
    Slot slot = new Slot(number, files);
    Files.createDirectory(directory);
    for (Path own : List.of(files.work(), files.checkpoints(), files.temporary())) {
      Files.createDirectory(own);
      account.give(own);
    }
    for (Path output : List.of(files.stdout(), files.stderr())) {
      Files.newByteChannel(output, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      account.give(output);
    }
    for (Path path : slot.watched) {
      slot.stamps.add(FileStamp.of(path));
    }
    return slot;
  }

  long number() {
    return number;
  }

  AttemptDirectory files() {
    return files;
  }

  /** Somebody begins to use it. */
  void lend() {
    settledWhenLent = System.nanoTime() - madeNanos > STAMP_SETTLES_NANOS;
  }

  /** What its last user has left, now that none of its processes is there any more. */
  Remains remains() {
    int last = watched.size() - 1;
    try {
      for (int i = 0; i < last; i++) {
        if (!FileStamp.of(watched.get(i)).equals(stamps.get(i))) {
          return Remains.FILES;
        }
      }
      if (!settledWhenLent && !isEmpty(files.work(), files.checkpoints())) {
        return Remains.FILES;
      }
      boolean same = FileStamp.of(watched.get(last)).equals(stamps.get(last));
      return same && (settledWhenLent || isEmpty(files.temporary()))
          ? Remains.NOTHING
          : Remains.TEMPORARY;
    } catch (IOException e) {
      // Something of it is gone: it is nobody else's any more.
      return Remains.FILES;
    }
  }

  private static boolean isEmpty(Path... directories) throws IOException {
    for (Path directory : directories) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        if (entries.iterator().hasNext()) {
          return false;
        }
      }
    }
    return true;
  }
}
