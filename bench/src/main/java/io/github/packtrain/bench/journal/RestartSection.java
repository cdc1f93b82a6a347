package io.github.packtrain.bench.journal;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.bench.cluster.WorkerHost;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.session.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Restarts of a master that has much to remember: the parts in this process, then a real one from
 * its start to its first placement, on a worker that waited for it.
 */
final class RestartSection {
  private static final List<BigState> STATES =
      List.of(new BigState(100_000, 10_000, 200_000), new BigState(1_000_000, 10_000, 200_000));
  private static final int ROUNDS = 3;
  private static final long PATIENCE_MILLIS = 60_000;

  /** So that it dials soon after the master serves: its pauses between dials grow to seconds. */
  private static final long WORKER_AHEAD_MILLIS = 300;

  private static final String HEAP = "-Xmx600m";

  private final Path directory;

  RestartSection(Path directory) {
    this.directory = directory;
  }

  void run() throws Exception {
    for (BigState state : STATES) {
      Path data = directory.resolve("data");
      System.out.printf(
          Locale.ROOT,
          "%,d waiting tasks of 200 classes, %,d running, %,d facts after the snapshot%n",
          state.waiting(),
          state.running(),
          state.after());
      parts(state, data);
      process(data);
      Trees.delete(data);
    }
  }

  private void parts(BigState state, Path data) throws IOException {
    BigState.Written written = state.write(data);
    long bytes = Trees.bytes(data.resolve("snapshots"));
    System.out.printf(
        Locale.ROOT,
        "  snapshot: taken in %.0f ms (reads wait), written in %.0f ms (beside), %.1f MB%n",
        written.takeNanos() / 1e6,
        written.writeNanos() / 1e6,
        bytes / 1e6);
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      try (DataDirectory held = DataDirectory.open(data);
          Journal journal = Journal.open(held)) {
        long opened = System.nanoTime();
        World world = new World();
        journal.replaySnapshot(world::apply);
        long restored = System.nanoTime();
        journal.replayBatches(batch -> batch.facts().forEach(world::apply));
        long replayed = System.nanoTime();
        System.out.printf(
            Locale.ROOT,
            "  open and verify %.0f ms, snapshot into one state %.0f ms, replay %.0f ms (%,.0f facts/s)%n",
            (opened - began) / 1e6,
            (restored - opened) / 1e6,
            (replayed - restored) / 1e6,
            state.after() * 1e9 / (replayed - restored));
      }
    }
  }

  // ---- the whole

  private void process(Path data) throws Exception {
    int http = freePort();
    int grpc = freePort();
    try (Processes processes = new Processes(directory)) {
      Process first = processes.master(data, http, grpc);
      awaitServing(data, first);
      first.destroyForcibly().waitFor();
      for (int round = 1; round <= ROUNDS; round++) {
        Files.delete(data.resolve("endpoint.json"));
        String name = "w%04d".formatted(round);
        processes.worker(data, grpc, round);
        Cluster.pause(WORKER_AHEAD_MILLIS);
        long began = System.nanoTime();
        Process master = processes.master(data, http, grpc);
        awaitServing(data, master);
        long serving = System.nanoTime();
        try (MasterCalls calls = new MasterCalls(grpc, data)) {
          Cluster.await("a placement", PATIENCE_MILLIS, () -> hasWork(calls, name));
        }
        long placed = System.nanoTime();
        System.out.printf(
            Locale.ROOT,
            "  process start to serving %.2f s, to the first placement %.2f s; most memory %s (%s)%n",
            (serving - began) / 1e9,
            (placed - began) / 1e9,
            Processes.mostMemory(master),
            HEAP);
        master.destroyForcibly().waitFor();
      }
    }
  }

  private static boolean hasWork(MasterCalls calls, String name) {
    for (Worker worker : calls.workers()) {
      if (worker.getSpec().getName().equals(name)) {
        return worker.getAttempts() > 0;
      }
    }
    return false;
  }

  private static void awaitServing(Path data, Process master) throws Exception {
    Cluster.await(
        "the master to serve",
        PATIENCE_MILLIS,
        () -> {
          if (!master.isAlive()) {
            throw new IllegalStateException("the master ended with " + master.exitValue());
          }
          return Files.exists(data.resolve("endpoint.json"));
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Java processes that end with this one. */
  private static final class Processes implements AutoCloseable {
    private final Path directory;
    private final List<Process> all = new ArrayList<>();

    Processes(Path directory) {
      this.directory = directory;
    }

    Process master(Path data, int http, int grpc) throws IOException {
      return java(
          HEAP,
          "io.github.packtrain.bench.cluster.MasterProcess",
          data.toString(),
          Integer.toString(http),
          Integer.toString(grpc),
          "10000",
          "30000");
    }

    Process worker(Path data, int grpc, int number) throws IOException {
      return java(
          "-Xmx128m",
          WorkerHost.class.getName(),
          Integer.toString(grpc),
          data.resolve("join-token").toString(),
          directory.resolve("workers").toString(),
          Integer.toString(number),
          "1");
    }

    private Process java(String heap, String main, String... arguments) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              heap,
              "-XX:+UseSerialGC",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              System.getProperty("java.class.path"),
              main));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("processes.log").toFile()))
              .start();
      all.add(process);
      return process;
    }

    /** The most resident memory that the process ever had, as the system counts it. */
    static String mostMemory(Process process) throws IOException {
      Map<String, String> status = new TreeMap<>();
      try (InputStream in =
          Files.newInputStream(Path.of("/proc", Long.toString(process.pid()), "status"))) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .forEach(
                line -> {
                  int colon = line.indexOf(':');
                  status.put(line.substring(0, colon), line.substring(colon + 1).strip());
                });
      }
      return status.getOrDefault("VmHWM", "unknown");
    }

    @Override
    public void close() {
      all.forEach(Process::destroyForcibly);
    }
  }
}
