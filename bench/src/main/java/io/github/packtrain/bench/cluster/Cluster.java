package io.github.packtrain.bench.cluster;

import io.github.packtrain.worker.WorkerMain;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A master and workers as real processes on this machine, to be started, killed, frozen and thawed.
 */
public final class Cluster implements AutoCloseable {
  private static final long START_MILLIS = 120_000;
  private static final long POLL_NANOS = 20_000_000;
  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final int HOSTED_CPU_MILLI = 1_000;

  static final List<String> COMMON_FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** As the launcher has them for a master. */
  private static final List<String> MASTER_FLAGS =
      List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError");

  /** Many of them live beside each other here. */
  private static final List<String> WORKER_FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

  private final Path directory;
  private final long heartbeatMillis;
  private final long lostAfterMillis;
  private final int httpPort;
  private final int grpcPort;
  private final List<String> masterHost = new ArrayList<>();
  private final Map<String, Process> workers = new TreeMap<>();
  private final Map<String, List<String>> workerFlags = new TreeMap<>();
  private final Map<String, Wire> wires = new TreeMap<>();
  private final Map<String, Host> hosts = new TreeMap<>();
  private final List<Process> masters = new ArrayList<>();

  private record Host(int port, int first, int count, int cpuMilli) {}

  /**
   * @param directory for data, workers and logs; it stays afterwards
   */
  public Cluster(Path directory, long heartbeatMillis, long lostAfterMillis) throws IOException {
    this.directory = directory;
    this.heartbeatMillis = heartbeatMillis;
    this.lostAfterMillis = lostAfterMillis;
    this.httpPort = freePort();
    this.grpcPort = freePort();
    Files.createDirectories(directory);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where everything of this cluster lies. */
  public Path directory() {
    return directory;
  }

  public Path data() {
    return directory.resolve("data");
  }

  public int grpcPort() {
    return grpcPort;
  }

  /** From now on a worker or a host of workers reaches the master by this wire. */
  public void connectBy(String name, Wire wire) {
    wires.put(name, wire);
  }

  /**
   * The next master listens on all addresses, so that it speaks TLS.
   *
   * @param names by which it is reached
   */
  public void listenOnAll(List<String> names) {
    masterHost.clear();
    masterHost.add("0.0.0.0");
    masterHost.addAll(names);
  }

  /** Starts the master and waits until it serves. */
  public void startMaster() throws IOException, InterruptedException, TimeoutException {
    Process master = launchMaster(List.of());
    if (!awaitServing(master)) {
      throw new IllegalStateException(
          "the master ended with " + master.exitValue() + ": see master.log in " + directory);
    }
  }

  /**
   * Starts a master's process without waiting for it.
   *
   * @param jvmFlags beyond the usual ones, which they go before
   */
  public Process launchMaster(List<String> jvmFlags) throws IOException {
    Files.deleteIfExists(data().resolve("endpoint.json"));
    List<String> flags = new ArrayList<>(MASTER_FLAGS);
    flags.add("-Xmx256m");
    flags.addAll(StartCache.flags(directory, flags));
    flags.addAll(jvmFlags);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            data().toString(),
            Integer.toString(httpPort),
            Integer.toString(grpcPort),
            Long.toString(heartbeatMillis),
            Long.toString(lostAfterMillis)));
    arguments.addAll(masterHost);
    Process master = java("master", flags, MasterProcess.class.getName(), arguments);
    masters.add(master);
    return master;
  }

  /** Waits until the master serves; false when it has ended instead. */
  public boolean awaitServing(Process master) throws TimeoutException {
    Path endpoint = data().resolve("endpoint.json");
    await("the master to serve", START_MILLIS, () -> !master.isAlive() || Files.exists(endpoint));
    return master.isAlive();
  }

  /** Asks the master to stop, and waits until it has. */
  public void stopMaster() throws InterruptedException {
    master().destroy();
    master().waitFor();
  }

  /** The running master. */
  public Process master() {
    return masters.getLast();
  }

  public void killMaster() throws InterruptedException {
    master().destroyForcibly().waitFor();
  }

  /**
   * Starts a worker process, or starts it again with the same directory.
   *
   * @param flags beyond master, name, directory and token
   */
  public void startWorker(String name, List<String> flags) throws IOException {
    startWorker(name, flags, List.of());
  }

  /**
   * The same with flags for the Java machine.
   *
   * @param jvmFlags for this time only
   */
  public void startWorker(String name, List<String> flags, List<String> jvmFlags)
      throws IOException {
    workerFlags.put(name, flags);
    List<String> arguments = new ArrayList<>();
    Wire wire = wires.get(name);
    String master = wire == null ? "127.0.0.1:" + grpcPort : wire.host() + ":" + wire.port();
    arguments.addAll(List.of("--master", master, "--name", name));
    arguments.addAll(List.of("--dir", workerDirectory(name).toString()));
    arguments.addAll(List.of("--token-file", data().resolve("join-token").toString()));
    arguments.addAll(flags);
    List<String> all = new ArrayList<>(WORKER_FLAGS);
    all.add("-Xmx160m");
    all.addAll(jvmFlags);
    workers.put(name, java(name, all, WorkerMain.class.getName(), arguments));
  }

  /** Starts many workers in one process, which dial {@code port}. */
  public void startHost(String name, int port, int first, int count) throws IOException {
    startHost(name, port, first, count, HOSTED_CPU_MILLI);
  }

  /**
   * The same with room for more.
   *
   * @param cpuMilli of each worker, as far as the master knows
   */
  public void startHost(String name, int port, int first, int count, int cpuMilli)
      throws IOException {
    hosts.put(name, new Host(port, first, count, cpuMilli));
    Wire wire = wires.get(name);
    List<String> arguments =
        List.of(
            wire == null ? "127.0.0.1" : wire.host(),
            Integer.toString(wire == null ? port : wire.port()),
            data().resolve("join-token").toString(),
            directory.resolve("workers").toString(),
            Integer.toString(first),
            Integer.toString(count),
            Integer.toString(cpuMilli));
    List<String> flags = new ArrayList<>(WORKER_FLAGS);
    flags.addAll(List.of("-Xmx512m", "-Xss256k"));
    workers.put(name, java(name, flags, WorkerHost.class.getName(), arguments));
  }

  /** Starts a worker or a host of workers as it was started last. */
  public void restartWorker(String name) throws IOException {
    Host host = hosts.get(name);
    if (host != null) {
      startHost(name, host.port, host.first, host.count, host.cpuMilli);
    } else {
      startWorker(name, workerFlags.getOrDefault(name, List.of()));
    }
  }

  /** What the worker was started with, beyond master, name, directory and token. */
  public List<String> flagsOf(String name) {
    return workerFlags.getOrDefault(name, List.of());
  }

  public Path workerDirectory(String name) {
    return directory.resolve("workers").resolve(name);
  }

  public Process worker(String name) {
    Process worker = workers.get(name);
    if (worker == null) {
      throw new IllegalArgumentException("no worker " + name);
    }
    return worker;
  }

  public List<String> workerNames() {
    return List.copyOf(workers.keySet());
  }

  /** Kills the worker's process; its guard and tasks live on. */
  public void killWorker(String name) throws InterruptedException {
    worker(name).destroyForcibly().waitFor();
  }

  /** The guard's process, if there is one now. */
  public List<ProcessHandle> guardOf(String name) {
    try {
      String pid = Files.readString(workerDirectory(name).resolve("guard.lock")).strip();
      return ProcessHandle.of(Long.parseLong(pid)).stream()
          .filter(process -> commandLine(process).contains("GuardMain"))
          .toList();
    } catch (IOException | NumberFormatException e) {
      // It has not been started yet.
      return List.of();
    }
  }

  /**
   * All of a process's command line: what {@link ProcessHandle} says of it is cut off within a long
   * class path. Empty when there is no such process.
   */
  public static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), LATIN)
          .replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  /** Sends a signal by name, such as STOP or CONT. */
  public static void signal(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  private Process java(String log, List<String> flags, String main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    Wire wire = wires.get(log);
    if (wire != null) {
      command.addAll(wire.prefix());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(COMMON_FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve(log + ".log").toFile()))
        .start();
  }

  /** Waits for a condition, looking often. */
  public static void await(String what, long timeoutMillis, BooleanSupplier condition)
      throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("waited " + timeoutMillis + " ms for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Lets time pass. */
  public static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Override
  public void close() {
    for (String name : workers.keySet()) {
      worker(name).destroyForcibly();
      guardOf(name).forEach(ProcessHandle::destroyForcibly);
    }
    masters.forEach(Process::destroyForcibly);
    String mark = directory.toString();
    ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(mark))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
