package io.github.packtrain.bench;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs one benchmark by name: {@code search} is the {@code main} of {@code
 * io.github.packtrain.bench.search.SearchBench}, and so on. A benchmark registers itself by being
 * there; without a name the known ones are listed.
 */
public final class BenchMain {
  private static final String SUFFIX = "Bench.class";

  private BenchMain() {}

  /**
   * Runs the benchmark named first with the other arguments; ends with status 2 on a wrong name.
   */
  public static void main(String[] args) throws Throwable {
    List<String> known = names();
    if (args.length == 0) {
      System.out.println("benchmarks: " + String.join(", ", known));
      return;
    }
    if (!known.contains(args[0])) {
      System.err.printf(
          """
          error: there is no benchmark %s
            the known ones are: %s
            hint: ./dev bench NAME [ARGUMENTS]
            code: USAGE.bench
          """,
          args[0], String.join(", ", known));
      System.exit(2);
    }
    run(args[0], Arrays.copyOfRange(args, 1, args.length));
  }

  private static void run(String name, String[] args) throws Throwable {
    String type = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Bench";
    try {
      Class.forName(BenchMain.class.getPackageName() + "." + name + "." + type)
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      if (!isOfArguments(cause)) {
        throw cause;
      }
      System.err.printf(
          """
          error: %s cannot be run with: %s
            %s
            hint: docs/performance.md and docs/failure-modes.md name the commands
            code: USAGE.bench
          """,
          name, String.join(" ", args), cause.getMessage());
      System.exit(2);
    }
  }

  /** Whether a benchmark's own first class threw it, while it read what it was told to do. */
  private static boolean isOfArguments(Throwable cause) {
    if (!(cause instanceof IllegalArgumentException
        || cause instanceof IndexOutOfBoundsException)) {
      return false;
    }
    return Arrays.stream(cause.getStackTrace())
        .map(StackTraceElement::getClassName)
        .takeWhile(type -> !type.equals(BenchMain.class.getName()))
        .allMatch(type -> type.endsWith("Bench") || !type.startsWith("io.github.packtrain"));
  }

  private static List<String> names() throws IOException, URISyntaxException {
    URI place = BenchMain.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    if (Files.isDirectory(Path.of(place))) {
      return namesUnder(Path.of(place));
    }
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(place), Map.of())) {
      return namesUnder(jar.getPath("/"));
    }
  }

  private static List<String> namesUnder(Path root) throws IOException {
    Path rooms = root.resolve(BenchMain.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.walk(rooms, 2)) {
      return files
          .filter(file -> isBench(rooms.relativize(file)))
          .map(file -> rooms.relativize(file).getName(0).toString().replace("/", ""))
          .sorted()
          .toList();
    }
  }

  private static boolean isBench(Path file) {
    if (file.getNameCount() != 2) {
      return false;
    }
    String room = file.getName(0).toString().replace("/", "");
    return file.getName(1).toString().equalsIgnoreCase(room + SUFFIX);
  }
}
