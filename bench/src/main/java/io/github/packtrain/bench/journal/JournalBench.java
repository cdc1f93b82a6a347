package io.github.packtrain.bench.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./dev bench journal [append|disk|restart] [DIRECTORY]}: all of them without a name. The
 * directory must be on the disk to be measured; the default is a new one under the working
 * directory.
 */
public final class JournalBench {
  private static final int ROUNDS = 3;
  private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
  private static final List<String> SECTIONS = List.of("append", "disk", "restart");

  private JournalBench() {}

  public static void main(String[] args) throws Exception {
    List<String> wanted = args.length > 0 ? List.of(args[0]) : SECTIONS;
    Path parent = Path.of(args.length > 1 ? args[1] : "").toAbsolutePath();
    Path directory = Files.createTempDirectory(parent, "bench-journal");
    try {
      for (String section : wanted) {
        System.out.println("== " + section);
        run(section, directory);
      }
    } finally {
      Trees.delete(directory);
    }
  }

  private static void run(String section, Path directory) throws Exception {
    switch (section) {
      case "append" -> new AppendSection(directory, ROUNDS, RUN_NANOS).run();
      case "restart" -> new RestartSection(directory).run();
      case "disk" -> new DiskSection(directory).run();
      default -> throw new IllegalArgumentException("no section " + section + ": " + SECTIONS);
    }
  }
}
