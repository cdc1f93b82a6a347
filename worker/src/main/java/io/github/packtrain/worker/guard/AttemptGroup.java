package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The control groups of one attempt, one directory per hierarchy.
 *
 * @param directories may lie in hierarchies of both versions
 */
record AttemptGroup(List<Path> directories) {
  private static final long SHARES_PER_CPU = 1_024;
  private static final long WEIGHT_PER_CPU = 100;
  private static final long WEIGHT_MAX = 10_000;
  private static final int MILLI = 1_000;

  /** Enters the groups and becomes the command; whoever cannot enter does not run. */
  private static final String ENTER =
      "n=$1; shift; while [ $n -gt 0 ]; do echo 0 > \"$1/cgroup.procs\" || exit 125;"
          + " shift; n=$((n - 1)); done; exec \"$@\"";

  AttemptGroup {
    directories = List.copyOf(directories);
  }

  /** Makes the directories and sets the limits. */
  void make(AttemptBounds bounds) throws IOException {
    for (Path group : directories) {
      if (!Files.isDirectory(group)) {
        Files.createDirectory(group);
      }
      if (bounds.memoryBytes() > 0) {
        // Without swap, or the limit would only make it slow.
        set(group, "memory.max", bounds.memoryBytes());
        setIfPossible(group, "memory.swap.max", 0);
        set(group, "memory.limit_in_bytes", bounds.memoryBytes());
        setIfPossible(group, "memory.memsw.limit_in_bytes", bounds.memoryBytes());
      }
      set(group, "pids.max", AttemptGroups.PIDS_MAX);
      if (bounds.cpuMilli() > 0) {
        long weight = bounds.cpuMilli() * WEIGHT_PER_CPU / MILLI;
        set(group, "cpu.weight", Math.clamp(weight, 1, WEIGHT_MAX));
        set(group, "cpu.shares", Math.max(2, bounds.cpuMilli() * SHARES_PER_CPU / MILLI));
      }
      for (String device : bounds.hiddenDevices()) {
        set(group, "devices.deny", "c " + device + " rwm");
      }
    }
  }

  private static void set(Path group, String file, long value) throws IOException {
    set(group, file, Long.toString(value));
  }

  private static void set(Path group, String file, String value) throws IOException {
    Path path = group.resolve(file);
    if (Files.exists(path)) {
      Files.writeString(path, value);
    }
  }

  private static void setIfPossible(Path group, String file, long value) {
    try {
      set(group, file, value);
    } catch (IOException e) {
      // Some kernels do not account for swap; then the limit is that of memory alone.
      return;
    }
  }

  /** Words to put before a command, so that it is in the groups from its first instruction. */
  List<String> launcher() {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "sh"));
    words.add(Integer.toString(directories.size()));
    directories.forEach(group -> words.add(group.toString()));
    return words;
  }

  /** How many of its processes the kernel has ended for want of memory. */
  long oomKills() {
    long most = 0;
    for (Path group : directories) {
      for (String file : List.of("memory.events", "memory.oom_control")) {
        most = Math.max(most, OomKills.read(group.resolve(file)));
      }
    }
    return most;
  }

  /** The processes in it, as far as can be seen. */
  List<Integer> members() {
    for (Path group : directories) {
      try {
        return Files.readAllLines(group.resolve("cgroup.procs")).stream()
            .map(Integer::valueOf)
            .toList();
      } catch (IOException e) {
        // The next one holds the same processes.
        continue;
      }
    }
    return List.of();
  }

  /**
   * Ends all of its processes: by the kernel at once where it can, else one by one after nobody in
   * it may fork any more, so that no fork storm outruns us.
   */
  void kill(Processes processes) {
    for (Path group : directories) {
      try {
        if (Files.exists(group.resolve("cgroup.kill"))) {
          Files.writeString(group.resolve("cgroup.kill"), "1");
          return;
        }
      } catch (IOException e) {
        GuardLog.say("cannot end the processes of " + group + " at once: " + e.getMessage());
      }
    }
    try {
      for (Path group : directories) {
        set(group, "pids.max", 0);
      }
    } catch (IOException e) {
      GuardLog.say("cannot stop the forks of " + directories + ": " + e.getMessage());
    }
    members().forEach(pid -> processes.signal(pid, Signals.KILL));
  }

  /** Removes the directories; false when some process is still on its way out. */
  boolean remove() {
    boolean gone = true;
    for (Path group : directories) {
      try {
        Files.deleteIfExists(group);
      } catch (IOException e) {
        gone = false;
      }
    }
    return gone;
  }
}
