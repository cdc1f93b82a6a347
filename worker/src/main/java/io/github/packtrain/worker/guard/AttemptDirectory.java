package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of one attempt below a worker's directory: {@code attempts/J42-17.1/}. The worker makes
 * it before it starts the attempt and removes it when nobody needs it any more.
 */
public record AttemptDirectory(Path path) {
  private static final String ATTEMPTS = "attempts";

  public static AttemptDirectory of(Path workerDirectory, AttemptId attempt) {
    return new AttemptDirectory(
        allOf(workerDirectory).resolve(attempt.toString().replace('/', '-')));
  }

  /** The directory that holds those of all attempts. */
  static Path allOf(Path workerDirectory) {
    return workerDirectory.resolve(ATTEMPTS);
  }

  /** The attempt that this directory's name says, or empty when it is none of ours. */
  Optional<AttemptId> findAttempt() {
    try {
      return Optional.of(AttemptId.parse(path.getFileName().toString().replace('-', '/')));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Standard output; see {@link OutputReader} for how to read it. */
  public Path stdout() {
    return path.resolve("stdout.log");
  }

  /** Standard error, likewise. */
  public Path stderr() {
    return path.resolve("stderr.log");
  }

  /** What {@code PACKTRAIN_EVENTS} names. */
  public Path events() {
    return path.resolve("events.jsonl");
  }

  /** What {@code PACKTRAIN_PARAMS} names. */
  public Path parameters() {
    return path.resolve("params.json");
  }

  /** What the guard knows of an attempt that runs. */
  Path record() {
    return path.resolve("guard.attempt");
  }

  /** How it ended; there until the worker acknowledged it. */
  Path status() {
    return path.resolve("guard.status");
  }
}
