package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.ChildExit;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.SpawnException;
import io.github.packtrain.worker.process.SpawnRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reaches the guard of a worker's directory, and starts one where there is none. */
final class GuardStarter {
  private static final long START_TIMEOUT_MILLIS = 20_000;
  private static final long ANSWER_TIMEOUT_MILLIS = 10_000;
  private static final long LOOK_MILLIS = 10;
  private static final long LOG_MAX_BYTES = 1 << 20;
  private static final int LOG_LINES_SHOWN = 5;

  private final GuardOptions options;
  private final GuardFiles files;
  private final Processes processes = Processes.ofThisMachine();
  private Optional<Integer> startedPid = Optional.empty();

  GuardStarter(GuardOptions options) {
    this.options = options;
    this.files = GuardFiles.of(options);
  }

  GuardConnection connect(LongSupplier leaseUntilBootMillis) throws GuardException {
    prepare();
    long giveUpAt = Clocks.runningMillis() + START_TIMEOUT_MILLIS;
    try {
      while (Clocks.runningMillis() < giveUpAt) {
        Optional<SocketChannel> channel = findGuard();
        if (channel.isPresent()) {
          return greet(channel.get(), leaseUntilBootMillis.getAsLong());
        }
        startIfNone();
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("interrupted while waiting for the guard");
    }
    throw notStarted("the guard did not listen within " + START_TIMEOUT_MILLIS + " ms");
  }

  private void prepare() throws GuardException {
    try {
      files.prepare();
      if (Files.exists(files.log()) && Files.size(files.log()) > LOG_MAX_BYTES) {
        Files.delete(files.log());
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new GuardException(
          GuardException.Code.WORKER_DIRECTORY_NOT_USABLE,
          "the worker's directory " + options.directory() + " cannot be used: " + e,
          "Give the worker a directory of its own on a local disk that this account can write.");
    }
  }

  private Optional<SocketChannel> findGuard() throws GuardException {
    if (!Files.exists(files.socket())) {
      return Optional.empty();
    }
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(files.socket()));
        return Optional.of(channel);
      } catch (IOException e) {
        // The socket of a guard that is gone; the next guard replaces it.
        channel.close();
        return Optional.empty();
      }
    } catch (IOException e) {
      throw notStarted("no socket can be made: " + e);
    }
  }

  private GuardConnection greet(SocketChannel channel, long leaseUntilBootMillis)
      throws GuardException, InterruptedException {
    GuardConnection connection;
    try {
      connection = GuardConnection.greet(channel, leaseUntilBootMillis, ANSWER_TIMEOUT_MILLIS);
    } catch (IOException e) {
      throw new GuardException(
          GuardException.Code.GUARD_NOT_ANSWERING,
          "the guard of " + options.directory() + " does not answer: " + e.getMessage(),
          "Its pid is in "
              + files.lock()
              + ". If it is stopped, continue it (kill -CONT); if it"
              + " hangs, end it (kill -9): its attempts run on and a new guard takes them over.");
    }
    if (connection.welcome().version() != GuardWire.VERSION) {
      connection.close();
      throw new GuardException(
          GuardException.Code.GUARD_NOT_ANSWERING,
          "the guard of %s speaks version %d of its protocol, this worker version %d"
              .formatted(options.directory(), connection.welcome().version(), GuardWire.VERSION),
          "Drain the worker with the release that it was started with, then upgrade it.");
    }
    String account = connection.welcome().taskUser();
    if (!account.equals(options.taskUser())) {
      connection.close();
      throw new GuardException(
          GuardException.Code.GUARD_NOT_ANSWERING,
          "the guard of %s runs tasks under the account '%s', not '%s'"
              .formatted(options.directory(), account, options.taskUser()),
          "Stop the worker with Ctrl-C so that its guard ends, then start it with --task-user.");
    }
    return connection;
  }

  private void startIfNone() throws GuardException {
    if (startedPid.isPresent()) {
      Optional<ChildExit> exit = processes.reap(startedPid.get());
      if (exit.isEmpty()) {
        return;
      }
      startedPid = Optional.empty();
      // One that found another guard there is no failure: then that one is to be connected to.
      boolean otherIsThere =
          exit.get().status().equals(new ExitStatus.Exited(GuardMain.EXIT_OTHER_GUARD));
      if (!otherIsThere) {
        throw notStarted("the guard ended at once (" + exit.get().status() + ")");
      }
    }
    try {
      startedPid = Optional.of(processes.spawn(request()));
    } catch (SpawnException e) {
      throw notStarted(String.valueOf(e.getMessage()));
    }
  }

  /** Takes the exit of a guard that has ended, so that it does not stay a zombie of this worker. */
  void forgetEnded() {
    if (startedPid.isPresent() && processes.reap(startedPid.get()).isPresent()) {
      startedPid = Optional.empty();
    }
  }

  private SpawnRequest request() {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(CrashPoint.flags());
    // Small and quick to start; it must get by when the machine is short of memory.
    argv.addAll(
        List.of(
            "-Xms8m",
            "-Xmx48m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            GuardMain.class.getName(),
            options.directory().toString(),
            Long.toString(options.leaseMillis()),
            Long.toString(options.idleExitMillis()),
            options.taskUser()));
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    return new SpawnRequest(argv, environment, options.directory(), files.log(), files.log());
  }

  /** Ours, made independent of the directory that we were started in. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private GuardException notStarted(String what) {
    return new GuardException(
        GuardException.Code.GUARD_NOT_STARTED,
        what + lastWords(),
        "See " + files.log() + ". The worker starts no tasks without its guard.");
  }

  private String lastWords() {
    try (Stream<String> lines = Files.lines(files.log())) {
      List<String> all = lines.toList();
      int from = Math.max(0, all.size() - LOG_LINES_SHOWN);
      return all.isEmpty() ? "" : "; it said: " + String.join(" | ", all.subList(from, all.size()));
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
