package io.github.packtrain.cli.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What this machine has, divided among its workers, so that together they offer no more than that.
 *
 * @param cores processors
 * @param memoryBytes memory; empty when it is not known, and then it is not divided
 */
record WorkerShares(int cores, OptionalLong memoryBytes) {
  private static final int MILLI = 1000;
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String TOTAL = "MemTotal:";
  private static final long KIB = 1024;

  /** This machine. */
  static WorkerShares ofMachine() {
    return new WorkerShares(Runtime.getRuntime().availableProcessors(), totalMemory());
  }

  /**
   * Arguments of each worker. A single worker finds out by itself.
   *
   * @param workers how many, at least 1
   * @param gpus {@code sim:…} for each of them, or empty: then the first has what is found
   */
  List<List<String>> among(int workers, String gpus) {
    List<List<String>> shares = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      List<String> share = new ArrayList<>();
      if (workers > 1) {
        int milli = cores * MILLI * (i + 1) / workers - cores * MILLI * i / workers;
        share.addAll(List.of("--cpus", milli + "m"));
        memoryBytes.ifPresent(
            bytes -> share.addAll(List.of("--memory", Long.toString(bytes / workers))));
      }
      if (!gpus.isEmpty()) {
        share.addAll(List.of("--gpus", gpus));
      } else if (i > 0) {
        share.addAll(List.of("--gpus", "none"));
      }
      shares.add(List.copyOf(share));
    }
    return List.copyOf(shares);
  }

  private static OptionalLong totalMemory() {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith(TOTAL))
          .map(line -> line.substring(TOTAL.length()).strip().split(" ", -1)[0])
          .filter(number -> number.matches("[0-9]{1,15}"))
          .mapToLong(number -> Long.parseLong(number) * KIB)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
