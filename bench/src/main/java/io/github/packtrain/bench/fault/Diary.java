package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the attempts' processes write down themselves: a file each, with a line at the start and one
 * at the end. An exclusive task holds a lock on a file of its task for as long as it lives, which
 * the kernel gives back when its last process is gone; who does not get it says so. That proves an
 * overlap, however short, or that there was none.
 */
final class Diary {
  private final Path directory;

  /**
   * One attempt.
   *
   * @param ended whether it came to its own end
   */
  record Entry(long pid, boolean ended) {}

  Diary(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes the program of the tasks: it takes {@code $1} seconds, and with {@code exclusive} as
   * {@code $2} the lock.
   */
  Path writeProgram() throws IOException {
    Files.createDirectories(directory);
    Path program = directory.resolve("task.sh");
    Files.writeString(
        program,
        """
        cd "%s" || exit 1
        job=${PACKTRAIN_ATTEMPT%%%%/*}; rest=${PACKTRAIN_ATTEMPT#*/}
        if [ "$2" = exclusive ]; then
          exec 9>>"lock-$job-${rest%%.*}"
          flock -n 9 || echo "$PACKTRAIN_ATTEMPT" >> overlaps
        fi
        echo "start $$" >> "$job-$rest"
        sleep "$1"
        echo "{\\"result\\": {\\"pid\\": $$}}" >> "$PACKTRAIN_EVENTS"
        echo "end $$" >> "$job-$rest"
        """
            .formatted(directory));
    return program;
  }

  /** Whether the program can prove overlaps here. */
  static boolean canProve() {
    return Files.isExecutable(Path.of("/usr/bin/flock"))
        || Files.isExecutable(Path.of("/bin/flock"));
  }

  Optional<Entry> find(String attempt) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(directory.resolve(attempt.replace('/', '-')));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    List<String[]> whole =
        lines.stream().map(line -> line.split(" ")).filter(words -> words.length == 2).toList();
    return whole.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry(Long.parseLong(whole.getFirst()[1]), whole.getLast()[0].equals("end")));
  }

  /** The attempts that ran beside an earlier one of the same exclusive task. */
  List<String> overlaps() throws IOException {
    Path file = directory.resolve("overlaps");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Processes of tasks that live now. */
  long living() {
    String mark = directory.resolve("task.sh").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> Cluster.commandLine(process).contains(mark))
        .count();
  }
}
