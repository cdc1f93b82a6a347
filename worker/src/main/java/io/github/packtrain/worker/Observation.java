package io.github.packtrain.worker;

import com.google.protobuf.Timestamp;
import io.github.packtrain.protocol.v1.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures what the machine uses, from /proc; nothing where that is not to be had. */
final class Observation {
  private static final int MILLI = 1_000;
  private static final int KIB = 1_024;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private long busyTicks;
  private long allTicks;

  Observed take(long nowMillis) {
    Observed.Builder observed = Observed.newBuilder().setAt(at(nowMillis));
    try {
      observed.setCpuMilliUsed(cpuMilli(Files.readAllLines(Path.of("/proc/stat")).getFirst()));
      observed.setMemoryBytesUsed(memoryBytes(Files.readAllLines(Path.of("/proc/meminfo"))));
    } catch (IOException | NumberFormatException e) {
      // Not Linux, or not permitted: observed figures stay empty.
      return observed.build();
    }
    return observed.build();
  }

  private static Timestamp at(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(millis / MILLI)
        .setNanos((int) (millis % MILLI) * NANOS_PER_MILLI)
        .build();
  }

  private int cpuMilli(String line) {
    String[] fields = line.trim().split("\\s+");
    long all = 0;
    for (int i = 1; i < fields.length; i++) {
      all += Long.parseLong(fields[i]);
    }
    long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
    long busy = all - idle;
    long passed = all - allTicks;
    long used = busy - busyTicks;
    allTicks = all;
    busyTicks = busy;
    int cores = Runtime.getRuntime().availableProcessors();
    return passed <= 0 ? 0 : (int) (used * cores * MILLI / passed);
  }

  private static long memoryBytes(List<String> lines) {
    return (kib(lines, "MemTotal:") - kib(lines, "MemAvailable:")) * KIB;
  }

  private static long kib(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).replace("kB", "").trim());
      }
    }
    return 0;
  }
}
