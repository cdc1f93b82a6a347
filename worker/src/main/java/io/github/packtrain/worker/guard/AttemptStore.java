package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the guard knows, in the directories of the attempts. Files are written aside and renamed, so
 * that each is whole or absent. They are not forced to the disk: they have to survive the guard,
 * not the machine, since with the machine the processes are gone too.
 */
final class AttemptStore {
  private final Path workerDirectory;

  AttemptStore(Path workerDirectory) {
    this.workerDirectory = workerDirectory;
  }

  AttemptDirectory directory(AttemptId attempt) {
    return AttemptDirectory.of(workerDirectory, attempt);
  }

  void saveRecord(AttemptRecord attempt) throws IOException {
    replace(directory(attempt.attempt()).record(), GuardWire.encode(attempt));
  }

  void saveEnded(EndedAttempt attempt) throws IOException {
    replace(directory(attempt.attempt()).status(), GuardWire.encode(attempt));
  }

  /** Nobody will ask for this attempt again. */
  void forget(AttemptId attempt) throws IOException {
    AttemptDirectory directory = directory(attempt);
    // The record first: an attempt with a status alone is over, one with a record alone is not.
    Files.deleteIfExists(directory.record());
    CrashPoint.pass("guard.forget.half");
    Files.deleteIfExists(directory.status());
  }

  /** What earlier guards left, of attempts that were not acknowledged. */
  List<Left> readAll() throws IOException {
    List<Left> all = new ArrayList<>();
    Path attempts = AttemptDirectory.allOf(workerDirectory);
    if (!Files.isDirectory(attempts)) {
      return all;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(attempts)) {
      for (Path path : directories) {
        AttemptDirectory directory = new AttemptDirectory(path);
        Optional<AttemptId> attempt = directory.findAttempt();
        if (attempt.isPresent()) {
          read(directory, attempt.get()).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private static Optional<Left> read(AttemptDirectory directory, AttemptId attempt) {
    boolean hasStatus = Files.exists(directory.status());
    if (!hasStatus && !Files.exists(directory.record())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          hasStatus
              ? new Left.Over(GuardWire.decodeEnded(Files.readAllBytes(directory.status())))
              : new Left.Open(GuardWire.decodeRecord(Files.readAllBytes(directory.record()))));
    } catch (IOException e) {
      return Optional.of(new Left.Unreadable(attempt, e.toString()));
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(aside, content);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** One attempt as an earlier guard left it. */
  sealed interface Left {
    /** Ended, and nobody has acknowledged it. */
    record Over(EndedAttempt attempt) implements Left {}

    /** It was running, or about to. */
    record Open(AttemptRecord attempt) implements Left {}

    /** Something is there that cannot be read. */
    record Unreadable(AttemptId attempt, String why) implements Left {}
  }
}
