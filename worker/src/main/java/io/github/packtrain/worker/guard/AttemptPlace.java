package io.github.packtrain.worker.guard;

import java.nio.file.Path;

/**
 * Where an attempt runs and leaves its files. An empty path is one that the guard chooses.
 *
 * @param workdir existing directory to start in; empty for one of the attempt's own
 * @param directory existing directory for its output; empty for one that the guard lends, which
 *     costs nothing when the attempt leaves nothing in it
 * @param checkpoints where the task's checkpoints are kept for its next attempt; made when the
 *     first is there
 */
public record AttemptPlace(Path workdir, Path directory, Path checkpoints) {
  private static final Path CHOSEN = Path.of("");

  /** All of the guard's choice but for the checkpoints. */
  public static AttemptPlace lent(Path checkpoints) {
    return new AttemptPlace(CHOSEN, CHOSEN, checkpoints);
  }

  public AttemptPlace startingIn(Path newWorkdir) {
    return new AttemptPlace(newWorkdir, directory, checkpoints);
  }

  public AttemptPlace keptIn(Path newDirectory) {
    return new AttemptPlace(workdir, newDirectory, checkpoints);
  }

  static boolean isChosen(Path path) {
    return path.equals(CHOSEN);
  }
}
