package io.github.packtrain.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the attempts themselves wrote down: a file each, a line of "nanoseconds pid word" for each
 * sign of life.
 */
final class Witness {
  private final Path directory;

  /**
   * One attempt as its process saw it.
   *
   * @param ended whether it came to its own end
   */
  record Sighting(long pid, long firstNanos, long lastNanos, boolean ended) {}

  Witness(Path directory) {
    this.directory = directory;
  }

  /**
   * A program that lives for {@code $1} ticks of a tenth of a second plus some that depend on its
   * task.
   */
  Path writeProgram() throws IOException {
    Files.createDirectories(directory);
    Path program = directory.resolve("task.sh");
    Files.writeString(
        program,
        """
        file="%s/$(echo "$PACKTRAIN_ATTEMPT" | tr / -)"
        say() { echo "$(date +%%s%%N) $$ $1" >> "$file"; }
        say start
        left=$(( $1 + PACKTRAIN_TASK_INDEX * 7 %% 11 ))
        while [ $left -gt 0 ]; do sleep 0.1; say alive; left=$((left - 1)); done
        echo "{\\"result\\": {\\"pid\\": $$}}" >> "$PACKTRAIN_EVENTS"
        say end
        """
            .formatted(directory));
    return program;
  }

  Optional<Sighting> find(String attempt) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(directory.resolve(attempt.replace('/', '-')));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    List<String> whole = lines.stream().filter(line -> line.split(" ").length == 3).toList();
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    String[] first = whole.getFirst().split(" ");
    String[] last = whole.getLast().split(" ");
    return Optional.of(
        new Sighting(
            Long.parseLong(first[1]),
            Long.parseLong(first[0]),
            Long.parseLong(last[0]),
            last[2].equals("end")));
  }

  /** How many attempts have been seen so far. */
  int count() {
    String[] names = directory.toFile().list((_, name) -> name.startsWith("J"));
    return names == null ? 0 : names.length;
  }
}
