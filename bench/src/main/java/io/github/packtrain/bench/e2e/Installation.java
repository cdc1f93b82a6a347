package io.github.packtrain.bench.e2e;

import io.github.packtrain.session.security.PinnedToken;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

  /** Of a distribution to run as it is; else the launcher runs what it has built. */
  static final String DIST_PROPERTY = "packtrain.e2e.dist";

  private static final Path HOME = home();

  private final Path directory;
  private final Map<String, Process> processes = new LinkedHashMap<>();

  private Installation(Path directory) {
    this.directory = directory;
  }

  private static Path home() {
    String said = System.getProperty("packtrain.home");
    Path directory = Path.of(said == null ? "" : said).toAbsolutePath();
    while (!Files.isExecutable(directory.resolve("packtrain"))) {
      directory = Objects.requireNonNull(directory.getParent(), "there is no launcher");
    }
    return directory;
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

  /**
   * Starts many workers in one process, with real sessions.
   *
   * @param behaviour what becomes of their tasks: {@code hold} or {@code end}
   */
  void startFleet(String name, int first, int count, int cpuMilli, String behaviour)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FleetHost.class.getName());
    command.add(Integer.toString(grpcPort()));
    command.add(data().resolve("join-token").toString());
    command.addAll(
        List.of(
            Integer.toString(first),
            Integer.toString(count),
            Integer.toString(cpuMilli),
            behaviour));
    begin(name, new ProcessBuilder(command));
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
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PACKTRAIN_DATA", data().toString());
    String dist = System.getProperty(DIST_PROPERTY);
    if (dist != null) {
      builder.environment().put("PACKTRAIN_DIST", dist);
    }
    builder
        .environment()
        .put("PACKTRAIN_JAVA_OPTS", javaOptions + " " + System.getProperty("e2e." + name, ""));
    return begin(name, builder);
  }

  private Process begin(String name, ProcessBuilder builder) throws IOException {
    File log = directory.resolve(name + ".out").toFile();
    Process process =
        builder
            .directory(directory.toFile())
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

  /** One of the master's metrics as it stands. */
  double metric(String name) throws IOException, InterruptedException {
    String secret = PinnedToken.parse(Files.readString(data().resolve("token"))).secret();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpointField("\"http\"") + "/metrics"))
            .header("Authorization", "Bearer " + secret)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no metric " + name));
    }
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
