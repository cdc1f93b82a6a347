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

  /** The kernel shows times in hundredths of a second to every program, whatever it counts in. */
  private static final long MILLIS_PER_TICK = 10;

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

  /**
   * Now, on the clock that {@link ProcessEntry#startTicks} is read from; 0 where that is not one of
   * ours.
   */
  public static long ticksNow() {
    return HAS_PROC ? Clocks.bootMillis() / MILLIS_PER_TICK : 0;
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
