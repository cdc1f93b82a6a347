package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.SpawnRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Prints how many processes a second can be started; run by hand, asserts nothing. */
final class GuardBench {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  private GuardBench() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("guard-bench");
    for (int round = 0; round < 3; round++) {
      spawn(directory, 4000);
    }
    for (int round = 0; round < 3; round++) {
      attempts(directory, 2000, round);
    }
    System.exit(0);
  }

  private static void spawn(Path directory, int count) throws Exception {
    Processes processes = Processes.ofThisMachine();
    Path out = directory.resolve("out");
    SpawnRequest request = new SpawnRequest(List.of("true"), ENVIRONMENT, directory, out, out);
    long start = System.nanoTime();
    Thread reaper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < count; i++) {
                      processes.reap(processes.awaitExited());
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    for (int i = 0; i < count; i++) {
      processes.spawn(request);
    }
    reaper.join();
    report(processes.mechanism(), count, start);
  }

  private static void attempts(Path directory, int count, int round) throws Exception {
    Semaphore open = new Semaphore(16);
    Semaphore over = new Semaphore(0);
    GuardListener listener =
        new GuardListener() {
          @Override
          public void connected(List<RunningAttempt> running, List<EndedAttempt> ended) {}

          @Override
          public void started(RunningAttempt attempt) {}

          @Override
          public void ended(EndedAttempt attempt) {
            open.release();
            over.release();
          }

          @Override
          public void replaced() {}

          @Override
          public void unavailable(GuardException cause) {
            throw new IllegalStateException(cause);
          }
        };
    GuardOptions options = GuardOptions.in(directory.resolve("worker"));
    long connecting = System.nanoTime();
    try (Guard guard = Guard.open(options, listener)) {
      System.out.printf("guard reached in %d ms%n", (System.nanoTime() - connecting) / 1_000_000);
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        AttemptId attempt = AttemptId.of(1 + round, i, 1);
        AttemptDirectory files = AttemptDirectory.of(options.directory(), attempt);
        Files.createDirectories(files.path());
        open.acquire();
        guard.start(
            new StartAttempt(
                attempt,
                List.of("true"),
                ENVIRONMENT,
                files.path(),
                0,
                1000,
                LeasePolicy.KEEP,
                StartAttempt.OUTPUT_DEFAULT_BYTES));
      }
      over.acquire(count);
      report("attempts through the guard", count, start);
      System.out.println(
          Files.readAllLines(Path.of("/proc/" + guard.pid() + "/status")).stream()
              .filter(line -> line.startsWith("VmRSS"))
              .findFirst()
              .orElse(""));
      if (round == 2) {
        guard.shutdown("done");
        guard.awaitEnd(5000);
      }
    }
  }

  private static void report(String what, int count, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf("%s: %.0f per second%n", what, count / seconds);
  }
}
