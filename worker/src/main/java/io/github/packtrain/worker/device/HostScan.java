package io.github.packtrain.worker.device;

import io.github.packtrain.model.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Processors and memory that this process may use: what the machine has, less what its affinity
 * mask and its control groups (v1 or v2, at every level up to the root) forbid.
 */
final class HostScan {
  private static final int MILLI = 1000;
  private static final int CPU_MILLI_MAX = 1_000_000_000;

  private final Path root;
  private final ControlGroups groups;

  /**
   * @param root of the file system, for tests
   */
  HostScan(Path root) {
    this.root = root;
    this.groups = new ControlGroups(root);
  }

  Resources scan(Path scratch, List<String> limitations) {
    return new Resources(cpuMilli(), memoryBytes(), diskBytes(scratch, limitations));
  }

  private int cpuMilli() {
    long allowed =
        field("proc/self/status", "Cpus_allowed_list:")
                .map(HostScan::countList)
                .orElse((long) Runtime.getRuntime().availableProcessors())
            * MILLI;
    long quota = groups.cpuMilliLimit().orElse(Long.MAX_VALUE);
    return Math.clamp(Math.min(allowed, quota), 1, CPU_MILLI_MAX);
  }

  private long memoryBytes() {
    long installed =
        field("proc/meminfo", "MemTotal:")
            .map(text -> Long.parseLong(text.split(" ", -1)[0]) * 1024)
            .orElseGet(HostScan::memoryOfTheMachine);
    return Math.min(installed, groups.memoryBytesLimit().orElse(Long.MAX_VALUE));
  }

  private static long memoryOfTheMachine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  private static long diskBytes(Path scratch, List<String> limitations) {
    try {
      return Math.max(0, Files.getFileStore(scratch).getUsableSpace());
    } catch (IOException e) {
      limitations.add("the free disk space of " + scratch + " cannot be read: " + e);
      return 0;
    }
  }

  /** Counts {@code 0-3,8,10-11}. */
  static long countList(String list) {
    long count = 0;
    for (String range : list.split(",", -1)) {
      String[] ends = range.strip().split("-", -1);
      if (!ends[0].isEmpty()) {
        count += Long.parseLong(ends[ends.length - 1]) - Long.parseLong(ends[0]) + 1;
      }
    }
    return count;
  }

  private Optional<String> field(String file, String name) {
    try (Stream<String> lines = Files.lines(root.resolve(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Shorthand for a possibly absent number, the smaller of two. */
  static OptionalLong smaller(OptionalLong a, OptionalLong b) {
    return a.isEmpty()
        ? b
        : b.isEmpty() ? a : OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
  }
}
