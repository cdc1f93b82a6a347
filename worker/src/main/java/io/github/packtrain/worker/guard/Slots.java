package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.worker.process.FileTrees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * The directories that the guard lends: {@code slots/17/}. One in which an attempt left something
 * is that attempt's for good, linked from {@code attempts/J42-17.1}; one in which it left nothing
 * is lent again as soon as the worker has taken note of the end, so that nobody can mistake the
 * files of the next for those of the last. Used by the guard's loop alone; what may take long is
 * done on a thread of its own.
 */
final class Slots {
  private static final int GROUP_TRIES = 100;
  private static final long GROUP_RETRY_NANOS = 20_000_000;

  private final Path workerDirectory;
  private final Path directory;
  private final TaskAccount account;
  private final Deque<Slot> free = new ArrayDeque<>();
  private final Map<Long, Slot> lent = new HashMap<>();
  private final Map<AttemptId, Slot> settled = new HashMap<>();
  private final ExecutorService cleaner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("cleaner").factory());
  private long last;

  private Slots(Path workerDirectory, TaskAccount account) {
    this.workerDirectory = workerDirectory;
    this.directory = workerDirectory.resolve("slots");
    this.account = account;
  }

  /**
   * @param inUse numbers of those whose attempts an earlier guard left running
   */
  static Slots open(Path workerDirectory, TaskAccount account, Set<Long> inUse) throws IOException {
    Slots slots = new Slots(workerDirectory, account);
    Files.createDirectories(slots.directory);
    account.letThrough(workerDirectory, slots.directory);
    Set<Long> kept = new HashSet<>(inUse);
    try (DirectoryStream<Path> links =
        Files.newDirectoryStream(AttemptDirectory.allOf(workerDirectory), Files::isSymbolicLink)) {
      for (Path link : links) {
        kept.add(numberOf(Files.readSymbolicLink(link)));
      }
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(slots.directory)) {
      for (Path slot : all) {
        long number = numberOf(slot);
        slots.last = Math.max(slots.last, number);
        if (!kept.contains(number)) {
          slots.discard(slot);
        }
      }
    }
    return slots;
  }

  private static long numberOf(Path slot) {
    String name = String.valueOf(slot.getFileName());
    return name.matches("[1-9]\\d{0,17}") ? Long.parseLong(name) : 0;
  }

  /** Makes what an attempt finds in a directory of the worker's. */
  static void furnish(AttemptDirectory files, TaskAccount account) throws IOException {
    for (Path own : List.of(files.work(), files.checkpoints(), files.temporary())) {
      if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(own);
        account.give(own);
      }
    }
  }

  Slot take() throws IOException {
    Slot slot = free.pollFirst();
    if (slot == null) {
      last++;
      slot = Slot.make(last, directory.resolve(Long.toString(last)), account);
    }
    slot.lend();
    lent.put(slot.number(), slot);
    return slot;
  }

  /**
   * An attempt is over. Answers whether it left files.
   *
   * @param alone whether none of its processes is left
   */
  boolean settle(AttemptRecord attempt, boolean alone) {
    Slot slot = lent.remove(attempt.slot());
    if (attempt.slot() == 0) {
      discard(attempt.files().temporary());
      keepCheckpoints(attempt);
      return true;
    }
    // Of one that an earlier guard lent it is not known how it looked before.
    return switch (slot == null || !alone ? Slot.Remains.FILES : slot.remains()) {
      case NOTHING -> {
        settled.put(attempt.attempt(), Objects.requireNonNull(slot));
        yield false;
      }
      case TEMPORARY -> {
        discard(attempt.directory());
        yield false;
      }
      case FILES -> {
        discard(attempt.files().temporary());
        keepCheckpoints(attempt);
        link(attempt);
        yield true;
      }
    };
  }

  /** The worker knows of the end, and asks for nothing in there any more. */
  void acknowledged(AttemptId attempt) {
    Slot slot = settled.remove(attempt);
    if (slot != null) {
      free.addLast(slot);
    }
  }

  private void keepCheckpoints(AttemptRecord attempt) {
    Path left = attempt.files().checkpoints();
    Path target = attempt.checkpoints();
    if (AttemptPlace.isChosen(target) || !isFilled(left)) {
      return;
    }
    try {
      Files.createDirectories(target.getParent());
      Files.move(left, target);
    } catch (IOException e) {
      GuardLog.say("the checkpoints of " + attempt.attempt() + " stay in " + left + ": " + e);
    }
  }

  private static boolean isFilled(Path directory) {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return entries.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private void link(AttemptRecord attempt) {
    Path link = AttemptDirectory.of(workerDirectory, attempt.attempt()).path();
    try {
      Files.createSymbolicLink(link, Path.of("..", "slots", Long.toString(attempt.slot())));
    } catch (FileAlreadyExistsException e) {
      GuardLog.say(link + " is there already; the newer files are in " + attempt.directory());
    } catch (IOException e) {
      GuardLog.say(
          "the files of " + attempt.attempt() + " are in " + attempt.directory() + ": " + e);
    }
  }

  /** Removes the control groups of an attempt as soon as the kernel is done with its processes. */
  void removeGroup(AttemptGroup group) {
    if (!group.remove()) {
      cleaner.execute(
          () -> {
            for (int i = 0; i < GROUP_TRIES && !group.remove(); i++) {
              LockSupport.parkNanos(GROUP_RETRY_NANOS);
            }
          });
    }
  }

  private void discard(Path tree) {
    cleaner.execute(
        () -> {
          try {
            FileTrees.delete(tree);
          } catch (IOException e) {
            GuardLog.say("cannot remove " + tree + ": " + e);
          }
        });
  }
}
