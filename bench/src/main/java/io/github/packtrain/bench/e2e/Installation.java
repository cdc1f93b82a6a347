package io.github.packtrain.bench.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A master and workers in a temporary directory, started by the launcher as a user would start
 * them. Closing ends all processes and removes the directory.
 */
final class Installation implements AutoCloseable {
  private static final long START_MILLIS = 60_000;
  private static final long STOP_MILLIS = 5_000;
  private static final long POLL_NANOS = 2_000_000;
  private static final Path HOME =
      Path.of(Objects.requireNonNull(System.getProperty("packtrain.home"), "packtrain.home"));

  private final Path directory;
  private final Map<String, Process> processes = new LinkedHashMap<>();

  private Installation(Path directory) {
    this.directory = directory;
  }

  /** An empty one. */
  static Installation create() throws IOException {
    return new Installation(Files.createTempDirectory("packtrain-e2e-"));
  }

  Path data() {
    return directory.resolve("data");
  }

  Path directory() {
    return directory;
  }

  /**
   * Starts the master and waits until it serves.
   *
   * @param javaOptions such as {@code -Xmx600m}
   * @return how long that took, from the launcher's start, in milliseconds
   */
  long startMaster(String javaOptions) throws IOException, InterruptedException {
    Path endpoint = data().resolve("endpoint.json");
    Files.deleteIfExists(endpoint);
    long from = System.nanoTime();
    Process master =
        start(
            "master",
            javaOptions,
            List.of("master", "--data", data().toString(), "--http-port", "0", "--grpc-port", "0"));
    await("the master", START_MILLIS * 2, () -> Files.exists(endpoint) || !master.isAlive());
    if (!master.isAlive()) {
      throw new IllegalStateException("the master ended: " + log("master"));
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
  }

  /** Starts a worker; it registers in its own time. */
  void startWorker(String name, List<String> flags) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("worker", "start", "--name", name));
    arguments.addAll(List.of("--master", "127.0.0.1:" + grpcPort()));
    arguments.addAll(List.of("--token-file", data().resolve("join-token").toString()));
    arguments.addAll(List.of("--dir", directory.resolve(name).toString()));
    arguments.addAll(flags);
    start(name, "", arguments);
  }

  /** Runs a short command to its end; answers how long it took, in milliseconds. */
  double run(String... arguments) throws IOException, InterruptedException {
    long from = System.nanoTime();
    Process process = start("command", "", List.of(arguments));
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + ": " + log("command"));
    }
    return (System.nanoTime() - from) / 1e6;
  }

  private Process start(String name, String javaOptions, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("packtrain").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("PACKTRAIN_DATA", data().toString());
    builder
        .environment()
        .put("PACKTRAIN_JAVA_OPTS", javaOptions + " " + System.getProperty("e2e." + name, ""));
    File log = directory.resolve(name + ".out").toFile();
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    processes.put(name, process);
    return process;
  }

  /** A process that was started here. */
  Process process(String name) {
    return Objects.requireNonNull(processes.get(name), name);
  }

  /** Processor time of the process and its descendants so far. */
  Duration cpu(String name) {
    ProcessHandle root = process(name).toHandle();
    return Stream.concat(Stream.of(root), root.descendants())
        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  String log(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".out"), StandardCharsets.UTF_8);
  }

  int grpcPort() throws IOException {
    return Integer.parseInt(endpointField("\"grpc\"").replaceAll(".*:", ""));
  }

  private String endpointField(String name) throws IOException {
    String text = Files.readString(data().resolve("endpoint.json"));
    int at = text.indexOf(name);
    int from = text.indexOf('"', text.indexOf(':', at)) + 1;
    return text.substring(from, text.indexOf('"', from));
  }

  Calls calls() throws IOException {
    return new Calls(grpcPort(), data());
  }

  /** Ends the process; with {@code force} at once. */
  void stop(String name, boolean force) throws InterruptedException {
    Process process = process(name);
    List<ProcessHandle> all = process.descendants().toList();
    if (force) {
      process.destroyForcibly().waitFor();
    } else {
      process.destroy();
      process.waitFor();
    }
    if (!name.equals("master")) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  static void await(String what, long timeoutMillis, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + timeoutMillis + " ms for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void close() throws IOException {
    processes.values().forEach(Process::destroy);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    while (processes.values().stream().anyMatch(Process::isAlive) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    for (Process process : processes.values()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String mark = directory.toString();
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .forEach(ProcessHandle::destroyForcibly);
    LockSupport.parkNanos(100 * POLL_NANOS);
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
