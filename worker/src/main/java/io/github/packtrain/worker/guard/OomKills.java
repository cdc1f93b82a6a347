package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many processes the kernel has ended for want of memory. It counts up before the signal is
 * sent, so whoever sees a process killed and the count unchanged may rule this cause out. The count
 * is the machine's (in a container, its cgroup's where the machine's is hidden): a process that
 * somebody else kills with signal 9 while the kernel ends another is mistaken for one that ran out
 * of memory.
 */
final class OomKills {
  private static final Path MACHINE = Path.of("/proc/vmstat");
  private static final List<Path> OWN_GROUP =
      List.of(
          Path.of("/sys/fs/cgroup/memory.events"),
          Path.of("/sys/fs/cgroup/memory/memory.oom_control"));
  private static final String FIELD = "oom_kill ";

  private OomKills() {}

  /** The count so far; 0 where the system does not say. */
  static long count() {
    long onMachine = read(MACHINE);
    return onMachine >= 0
        ? onMachine
        : OWN_GROUP.stream().mapToLong(OomKills::read).filter(n -> n >= 0).sum();
  }

  private static long read(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(FIELD)) {
          return Long.parseLong(line.substring(FIELD.length()).strip());
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not there, or in a form we do not know: then the next source is asked.
    }
    return -1;
  }
}
