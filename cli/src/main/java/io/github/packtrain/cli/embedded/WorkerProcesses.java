package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Workers on this machine, each a process of its own. A worker that ends by itself is started again
 * a few times. Their standard input is a pipe to this process: when it closes, or this process is
 * killed, they end, and their attempts with them.
 */
public final class WorkerProcesses implements AutoCloseable {
  private static final String MAIN = "io.github.packtrain.worker.WorkerMain";
  private static final int RESTARTS_MAX = 3;
  private static final long STOP_MILLIS = 15_000;
  private static final long KILL_MILLIS = 5_000;

  private final List<Slot> slots = new ArrayList<>();
  private final Path directory;
  private final List<String> arguments;
  private volatile boolean closing;

  private static final class Slot {
    private final String name;
    private Process process;
    private int restarts;

    Slot(String name, Process process) {
      this.name = name;
      this.process = process;
    }
  }

  private WorkerProcesses(Path directory, List<String> arguments) {
    this.directory = directory;
    this.arguments = arguments;
  }

  /**
   * Starts workers {@code w1 … wN}.
   *
   * @param directory holds a directory for each
   * @param arguments of all of them, such as {@code --master 127.0.0.1:50051}
   * @param shares arguments of each; their number is the number of workers
   */
  public static WorkerProcesses start(
      Path directory, List<String> arguments, List<List<String>> shares) {
    WorkerProcesses workers = new WorkerProcesses(directory, arguments);
    try {
      for (int i = 0; i < shares.size(); i++) {
        String name = "w" + (i + 1);
        workers.slots.add(new Slot(name, workers.launch(name, shares.get(i))));
      }
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
    workers.watch(shares);
    return workers;
  }

  /** File of a worker's log. */
  public Path log(String name) {
    return directory.resolve(name + ".log");
  }

  /**
   * Reports a worker that cannot be kept alive.
   *
   * @throws Failure naming its log
   */
  public synchronized void check() {
    for (Slot slot : slots) {
      if (!closing && !slot.process.isAlive() && slot.restarts >= RESTARTS_MAX) {
        throw new Failure(
            ExitCode.ERROR,
            "WORKER_ENDED",
            "worker " + slot.name + " ended with status " + slot.process.exitValue(),
            lastLines(log(slot.name)),
            "its log is " + log(slot.name));
      }
    }
  }

  /** Ends them and their attempts; waits until they are gone. */
  @Override
  public void close() {
    List<Process> processes;
    synchronized (this) {
      closing = true;
      processes = slots.stream().map(slot -> slot.process).toList();
    }
    for (Process process : processes) {
      try {
        process.getOutputStream().close();
      } catch (IOException _) {
        // It is gone already, which is what closing was for.
      }
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    for (Process process : processes) {
      if (!ended(process, deadline - System.nanoTime())) {
        process.destroyForcibly();
        ended(process, TimeUnit.MILLISECONDS.toNanos(KILL_MILLIS));
      }
    }
  }

  private static boolean ended(Process process, long nanos) {
    try {
      return process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void watch(List<List<String>> shares) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      List<String> share = shares.get(i);
      watch(slot, share);
    }
  }

  private synchronized void again(Slot slot, List<String> share) {
    if (closing || slot.restarts >= RESTARTS_MAX) {
      return;
    }
    slot.restarts++;
    slot.process = launch(slot.name, share);
    watch(slot, share);
  }

  private void watch(Slot slot, List<String> share) {
    var _ = slot.process.onExit().thenRun(() -> again(slot, share));
  }

  private Process launch(String name, List<String> share) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            "--name",
            name,
            "--dir",
            directory.resolve(name).toString(),
            "--stop-with-parent"));
    command.addAll(arguments);
    command.addAll(share);
    try {
      Files.createDirectories(directory);
      return new ProcessBuilder(command)
          .redirectOutput(Redirect.appendTo(log(name).toFile()))
          .redirectError(Redirect.appendTo(log(name).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("worker " + name + " cannot be started", e);
    }
  }

  private static String lastLines(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
