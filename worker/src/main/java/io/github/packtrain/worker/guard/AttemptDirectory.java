package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.nio.file.Path;

/**
 * The files of one attempt below a worker's directory. While it runs they are where its {@link
 * RunningAttempt} says; afterwards, if it left any, they are found by its id: {@code
 * attempts/J42-17.1/}.
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
    return work().resolve("events.jsonl");
  }

  /** Where it starts when it names no directory of its own. */
  Path work() {
    return path.resolve("work");
  }

  /** Its private directory for temporary files, removed at its end. */
  Path temporary() {
    return path.resolve("tmp");
  }

  /** Where it leaves checkpoints while its task has none yet. */
  Path checkpoints() {
    return path.resolve("checkpoints");
  }
}
