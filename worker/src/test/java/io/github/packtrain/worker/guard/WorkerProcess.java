package io.github.packtrain.worker.guard;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A worker process of its own, to be frozen and killed: starts scripts and renews its lease until
 * the test is over.
 */
final class WorkerProcess {
  private WorkerProcess() {}

  /** Arguments: directory, lease in milliseconds, then attempts and their scripts in turn. */
  public static void main(String[] arguments) throws Exception {
    GuardOptions options =
        new GuardOptions(Path.of(arguments[0]), Long.parseLong(arguments[1]), 60_000);
    Guard guard = Guard.open(options, new Heard());
    for (int i = 2; i < arguments.length; i += 2) {
      AttemptId attempt = AttemptId.parse(arguments[i]);
      AttemptDirectory files = AttemptDirectory.of(options.directory(), attempt);
      Files.createDirectories(files.path());
      guard.start(
          new StartAttempt(
              attempt,
              List.of("sh", "-c", arguments[i + 1]),
              GuardRig.ENVIRONMENT,
              GuardRig.place(files),
              AttemptBounds.of(0, GuardRig.GRACE_MILLIS),
              LeasePolicy.KEEP,
              ""));
    }
    CompletableFuture<ProcessHandle> over = ProcessHandle.current().parent().orElseThrow().onExit();
    do {
      guard.renewLease();
      over.copy().completeOnTimeout(null, options.leaseMillis() / 10, MILLISECONDS).join();
    } while (!over.isDone());
  }
}
