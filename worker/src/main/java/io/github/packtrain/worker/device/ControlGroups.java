package io.github.packtrain.worker.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The limits of the control groups that this process is in. Every level from its own group up to
 * the root may set one, and the smallest holds.
 */
final class ControlGroups {
  private static final int MILLI = 1000;

  private final Path root;

  ControlGroups(Path root) {
    this.root = root;
  }

  /** Thousandths of a processor; empty when nothing limits them. */
  OptionalLong cpuMilliLimit() {
    OptionalLong limit = OptionalLong.empty();
    for (Path level : levels("")) {
      String[] quota = read(level.resolve("cpu.max")).split(" ", -1);
      if (quota.length == 2) {
        limit = HostScan.smaller(limit, milli(quota[0], quota[1]));
      }
    }
    for (Path level : levels("cpu")) {
      limit =
          HostScan.smaller(
              limit,
              milli(
                  read(level.resolve("cpu.cfs_quota_us")),
                  read(level.resolve("cpu.cfs_period_us"))));
    }
    return limit;
  }

  /** Bytes; empty when nothing limits them. */
  OptionalLong memoryBytesLimit() {
    OptionalLong limit = OptionalLong.empty();
    for (Path level : levels("")) {
      limit = HostScan.smaller(limit, number(read(level.resolve("memory.max"))));
    }
    for (Path level : levels("memory")) {
      limit = HostScan.smaller(limit, number(read(level.resolve("memory.limit_in_bytes"))));
    }
    return limit;
  }

  private static OptionalLong milli(String quota, String period) {
    OptionalLong quotaMicros = number(quota);
    OptionalLong periodMicros = number(period);
    return quotaMicros.isEmpty() || periodMicros.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(1, quotaMicros.getAsLong() * MILLI / periodMicros.getAsLong()));
  }

  /** A positive number; {@code max}, -1 and nothing at all are no limit. */
  private static OptionalLong number(String text) {
    return text.matches("[1-9]\\d{0,18}")
        ? OptionalLong.of(Long.parseUnsignedLong(text) & Long.MAX_VALUE)
        : OptionalLong.empty();
  }

  /**
   * The directories of our group and those above it.
   *
   * @param controller of version 1, or empty for the one hierarchy of version 2
   */
  private List<Path> levels(String controller) {
    List<Path> levels = new ArrayList<>();
    String group = ownGroup(controller);
    for (String line : read(root.resolve("proc/self/mountinfo")).split("\n", -1)) {
      String[] halves = line.split(" - ", 2);
      if (group.isEmpty() || halves.length < 2 || !isHierarchy(halves[1], controller)) {
        continue;
      }
      String[] mount = halves[0].split(" ", -1);
      String mountedGroup = mount[3].equals("/") ? "" : mount[3];
      // What is mounted may be a part of the hierarchy only, as in a container.
      String below = group.startsWith(mountedGroup) ? group.substring(mountedGroup.length()) : "";
      Path top = root.resolve(mount[4].substring(1));
      Path level = top.resolve(below.replaceFirst("^/+", "")).normalize();
      while (level != null && level.startsWith(top)) {
        levels.add(level);
        level = level.getParent();
      }
      break;
    }
    return levels;
  }

  private static boolean isHierarchy(String typeSourceAndOptions, String controller) {
    String[] parts = typeSourceAndOptions.split(" ", -1);
    return controller.isEmpty()
        ? parts[0].equals("cgroup2")
        : parts[0].equals("cgroup")
            && Arrays.asList(parts[parts.length - 1].split(",", -1)).contains(controller);
  }

  private String ownGroup(String controller) {
    for (String line : read(root.resolve("proc/self/cgroup")).split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && Arrays.asList(parts[1].split(",", -1)).contains(controller)) {
        return parts[2];
      }
    }
    return "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      // Not there: then it sets no limit.
      return "";
    }
  }
}
