package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.Clocks;
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
 *
 * <p>Asking the kernel costs as much as a file does, so a count may be this much older than an
 * attempt's start: {@value #FRESH_MILLIS} ms.
 */
final class OomKills {
  private static final Path MACHINE = Path.of("/proc/vmstat");
  private static final List<Path> OWN_GROUP =
      List.of(
          Path.of("/sys/fs/cgroup/memory.events"),
          Path.of("/sys/fs/cgroup/memory/memory.oom_control"));
  private static final String FIELD = "oom_kill ";
  private static final long FRESH_MILLIS = 100;

  private long known;
  private long knownAtMillis = Long.MIN_VALUE / 2;

  /** The count at most {@value #FRESH_MILLIS} ms ago; for the start of an attempt. */
  long recent() {
    return Clocks.runningMillis() - knownAtMillis <= FRESH_MILLIS ? known : now();
  }

  /** The count so far; 0 where the system does not say. */
  long now() {
    long onMachine = read(MACHINE);
    known =
        onMachine >= 0
            ? onMachine
            : OWN_GROUP.stream().mapToLong(OomKills::read).filter(n -> n >= 0).sum();
    knownAtMillis = Clocks.runningMillis();
    return known;
  }

  /** The count that a file of the kernel holds, or -1 when it holds none. */
  static long read(Path file) {
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
