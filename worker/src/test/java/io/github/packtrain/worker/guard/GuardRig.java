package io.github.packtrain.worker.guard;

import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ProcessTable;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A worker's directory with a guard, and scripts to run under it. Leaves nothing running. */
final class GuardRig implements AutoCloseable {
  static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");
  static final long GRACE_MILLIS = 300;

  final GuardOptions options;
  final Heard heard = new Heard();
  Guard guard;
  private final List<Integer> guardPids = new ArrayList<>();

  GuardRig(Path directory, long leaseMillis) throws GuardException {
    this(new GuardOptions(directory, leaseMillis, 60_000));
  }

  GuardRig(GuardOptions options) throws GuardException {
    this.options = options;
    this.guard = Guard.open(options, heard);
    guardPids.add(guard.pid());
    guard.renewLease(); // As when the master is reached for the first time.
  }

  /** A shell script as an attempt, with the default policy and no time limit. */
  StartAttempt script(AttemptId attempt, String script) {
    return script(attempt, script, 0, LeasePolicy.KEEP);
  }

  StartAttempt script(
      AttemptId attempt, String script, long timeLimitMillis, LeasePolicy leasePolicy) {
    return command(attempt, List.of("sh", "-c", script), timeLimitMillis, leasePolicy);
  }

  StartAttempt command(
      AttemptId attempt, List<String> argv, long timeLimitMillis, LeasePolicy leasePolicy) {
    return new StartAttempt(
        attempt,
        argv,
        ENVIRONMENT,
        place(files(attempt)),
        AttemptBounds.of(timeLimitMillis, GRACE_MILLIS),
        leasePolicy,
        "");
  }

  /** In a directory that is known beforehand, so that scripts can be put there. */
  static AttemptPlace place(AttemptDirectory files) {
    return new AttemptPlace(files.path(), files.path(), Path.of(""));
  }

  AttemptDirectory files(AttemptId attempt) {
    AttemptDirectory files = AttemptDirectory.of(options.directory(), attempt);
    try {
      Files.createDirectories(files.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Waits for the pids that a script writes into a file of its directory, one per line. */
  List<Integer> awaitPids(AttemptId attempt, String file, int count) {
    Path path = files(attempt).path().resolve(file);
    await().until(() -> read(path).size() == count);
    return read(path);
  }

  /** How many pids a script has written by now. */
  int countPids(AttemptId attempt, String file) {
    return read(files(attempt).path().resolve(file)).size();
  }

  private static List<Integer> read(Path path) {
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> !line.isBlank())
          .map(String::strip)
          .map(Integer::valueOf)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  static boolean isAlive(int pid) {
    return ProcessTable.find(pid).filter(entry -> entry.isAlive()).isPresent();
  }

  static boolean anyAlive(List<Integer> pids) {
    return pids.stream().anyMatch(GuardRig::isAlive);
  }

  void killGuard() {
    int pid = guard.pid();
    Processes.ofThisMachine().signal(pid, Signals.KILL);
  }

  /** Another worker process takes over the directory. */
  Heard reopen() throws GuardException {
    Heard next = new Heard();
    guard.close();
    guard = Guard.open(options, next);
    guardPids.add(guard.pid());
    return next;
  }

  private boolean awaitEnd() {
    try {
      return guard.awaitEnd(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    guardPids.add(guard.pid());
    guard.shutdown("the test is over");
    boolean ended = awaitEnd();
    guard.close();
    if (!ended) {
      guardPids.forEach(pid -> Processes.ofThisMachine().signal(pid, Signals.KILL));
      throw new AssertionError("the guard did not end");
    }
  }
}
