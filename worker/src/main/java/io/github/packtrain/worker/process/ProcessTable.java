package io.github.packtrain.worker.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads processes from {@code /proc}. Where there is none, Java's own list serves: parents are
 * known then, sessions, groups, environments and zombies are not.
 */
public final class ProcessTable {
  private static final File PROC = new File("/proc");
  private static final boolean HAS_PROC = new File(PROC, "self/stat").exists();
  private static final Comparator<ProcessEntry> BY_PID = Comparator.comparingInt(ProcessEntry::pid);
  private static final int STAT_MAX_BYTES = 4096;
  private static final int ENVIRONMENT_MAX_BYTES = 1 << 20;

  private ProcessTable() {}

  /** All processes, by growing pid. Those that end meanwhile may be missing. */
  public static List<ProcessEntry> read() {
    if (!HAS_PROC) {
      return ProcessHandle.allProcesses().map(ProcessTable::entryOf).sorted(BY_PID).toList();
    }
    String[] names = PROC.list();
    List<ProcessEntry> entries = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        find(Integer.parseInt(name)).ifPresent(entries::add);
      }
    }
    entries.sort(BY_PID);
    return entries;
  }

  /** The process of this pid, a zombie included. */
  public static Optional<ProcessEntry> find(int pid) {
    if (!HAS_PROC) {
      return ProcessHandle.of(pid).map(ProcessTable::entryOf);
    }
    byte[] stat = readFile(new File(PROC, pid + "/stat"), STAT_MAX_BYTES);
    return stat.length == 0
        ? Optional.empty()
        : Optional.of(ProcessEntry.parse(new String(stat, StandardCharsets.ISO_8859_1)));
  }

  /** Whether exactly this process still runs; false for a zombie and for a later one of its pid. */
  public static boolean isAlive(int pid, long startTicks) {
    return find(pid).filter(e -> e.startTicks() == startTicks && e.isAlive()).isPresent();
  }

  /**
   * A variable of the environment that the process was executed with; what it set later does not
   * show. Empty when it has none or we may not look.
   */
  public static Optional<String> findEnvironment(int pid, String name) {
    byte[] environment = readFile(new File(PROC, pid + "/environ"), ENVIRONMENT_MAX_BYTES);
    byte[] prefix = (name + "=").getBytes(StandardCharsets.UTF_8);
    int start = 0;
    for (int i = 0; i < environment.length; i++) {
      if (environment[i] == 0) {
        int valueStart = start + prefix.length;
        if (valueStart <= i
            && Arrays.equals(environment, start, valueStart, prefix, 0, prefix.length)) {
          return Optional.of(
              new String(environment, valueStart, i - valueStart, StandardCharsets.UTF_8));
        }
        start = i + 1;
      }
    }
    return Optional.empty();
  }

  /** The children of this very process, or empty where the kernel does not list them. */
  public static Optional<List<Integer>> ownChildren() {
    File[] threads = new File(PROC, "self/task").listFiles();
    if (threads == null) {
      return Optional.empty();
    }
    List<Integer> children = new ArrayList<>();
    for (File thread : threads) {
      File list = new File(thread, "children");
      if (!list.exists()) {
        if (thread.exists()) {
          return Optional.empty();
        }
        continue;
      }
      String text = new String(readFile(list, 1 << 16), StandardCharsets.US_ASCII);
      for (String pid : text.split(" ", -1)) {
        if (!pid.isBlank()) {
          children.add(Integer.parseInt(pid.strip()));
        }
      }
    }
    return Optional.of(children);
  }

  private static ProcessEntry entryOf(ProcessHandle handle) {
    int parent = handle.parent().map(p -> Math.toIntExact(p.pid())).orElse(0);
    long startMillis = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new ProcessEntry(Math.toIntExact(handle.pid()), 'R', parent, 0, 0, startMillis);
  }

  private static byte[] readFile(File file, int maxBytes) {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readNBytes(maxBytes);
    } catch (IOException e) {
      // The process has ended meanwhile, or it is not ours to look into.
      return new byte[0];
    }
  }
}
