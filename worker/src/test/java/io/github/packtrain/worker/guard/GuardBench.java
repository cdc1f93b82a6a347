package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Prints how many processes a second can be started, bare and as attempts of a guard, and what an
 * attempt costs the guard and its worker. Run by hand, asserts nothing. Arguments: attempts per
 * round and rounds.
 */
final class GuardBench {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");
  private static final int OPEN_MAX = 16;

  /** Clock ticks a second in {@code /proc/<pid>/stat}, on every Linux that we run on. */
  private static final double TICKS = 100;

  private GuardBench() {}

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path directory = Files.createTempDirectory("guard-bench");
    for (int round = 0; round < rounds; round++) {
      spawn(directory, count);
    }
    LinkedBlockingQueue<AttemptId> over = new LinkedBlockingQueue<>();
    GuardOptions options = GuardOptions.in(directory.resolve("worker"));
    try (Guard guard = Guard.open(options, new Counting(over))) {
      for (int round = 1; round <= rounds; round++) {
        attempts(guard, options.directory(), over, round, count);
      }
      guard.shutdown("done");
      guard.awaitEnd(5_000);
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

  private static void attempts(
      Guard guard, Path directory, LinkedBlockingQueue<AttemptId> over, int round, int count)
      throws Exception {
    long self = ProcessHandle.current().pid();
    double guardBefore = cpuSeconds(guard.pid());
    double ownBefore = cpuSeconds(self);
    Semaphore open = new Semaphore(OPEN_MAX);
    long start = System.nanoTime();
    Thread acknowledging =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < count; i++) {
                      guard.acknowledge(over.take());
                      open.release();
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    for (int i = 0; i < count; i++) {
      open.acquire();
      guard.start(start(directory, AttemptId.of(round, i, 1)));
    }
    acknowledging.join();
    report("attempts through the guard", count, start);
    System.out.printf(
        "  processor time per attempt: guard %.3f ms, worker's side %.3f ms%n",
        (cpuSeconds(guard.pid()) - guardBefore) * 1000 / count,
        (cpuSeconds(self) - ownBefore) * 1000 / count);
    String status = Files.readString(Path.of("/proc/" + guard.pid() + "/status"));
    status.lines().filter(line -> line.startsWith("VmRSS")).forEach(System.out::println);
  }

  private static StartAttempt start(Path directory, AttemptId attempt) {
    return new StartAttempt(
        attempt,
        List.of("true"),
        ENVIRONMENT,
        AttemptPlace.lent(directory.resolve("checkpoints").resolve(attempt.toString())),
        AttemptBounds.of(0, 1_000),
        LeasePolicy.KEEP,
        "");
  }

  /** User and system time of a process so far, its children's not included. */
  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  private static void report(String what, int count, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf("%s: %.0f per second%n", what, count / seconds);
  }

  private record Counting(LinkedBlockingQueue<AttemptId> over) implements GuardListener {
    @Override
    public void connected(List<RunningAttempt> running, List<EndedAttempt> ended) {}

    @Override
    public void started(RunningAttempt attempt) {}

    @Override
    public void ended(EndedAttempt attempt) {
      over.add(attempt.attempt());
    }

    @Override
    public void replaced() {}

    @Override
    public void unavailable(GuardException cause) {
      throw new IllegalStateException(cause);
    }
  }
}
