package io.github.packtrain.worker.guard;

import java.nio.file.Path;

/**
 * How a worker wants its guard.
 *
 * @param directory the worker's own; made when missing, closed to other accounts
 * @param leaseMillis what a lease lasts from the moment it is renewed
 * @param taskUser account that tasks run under; empty for the guard's own
 * @param idleExitMillis a guard without attempts and without a worker ends itself after this long
 */
public record GuardOptions(Path directory, long leaseMillis, long idleExitMillis, String taskUser) {
  public static final long LEASE_DEFAULT_MILLIS = 30_000;
  public static final long IDLE_EXIT_DEFAULT_MILLIS = 30_000;

  public GuardOptions {
    directory = directory.toAbsolutePath().normalize();
    if (leaseMillis < 1 || idleExitMillis < 1) {
      throw new IllegalArgumentException(
          "not a guard's options: leaseMillis %d, idleExitMillis %d"
              .formatted(leaseMillis, idleExitMillis));
    }
  }

  public GuardOptions(Path directory, long leaseMillis, long idleExitMillis) {
    this(directory, leaseMillis, idleExitMillis, "");
  }

  public static GuardOptions in(Path directory) {
    return new GuardOptions(directory, LEASE_DEFAULT_MILLIS, IDLE_EXIT_DEFAULT_MILLIS);
  }

  public GuardOptions withTaskUser(String newTaskUser) {
    return new GuardOptions(directory, leaseMillis, idleExitMillis, newTaskUser);
  }
}
