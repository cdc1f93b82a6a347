package io.github.packtrain.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of the checkout that the tests run in; built and fetched ones are not among them. */
final class Checkout {
  static final Path ROOT = findRoot();

  private Checkout() {}

  /** All Java sources, main and test, sorted by path. */
  static List<Path> javaSources() {
    return files(path -> path.getFileName().toString().endsWith(".java"));
  }

  /** The files that satisfy {@code wanted}, sorted; paths are absolute. */
  static List<Path> files(Predicate<Path> wanted) {
    try (Stream<Path> top = Files.list(ROOT)) {
      return top.filter(Checkout::isOurs).flatMap(Checkout::walk).filter(wanted).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> walk(Path start) {
    try {
      List<Path> found;
      try (Stream<Path> all = Files.walk(start)) {
        found = all.filter(Files::isRegularFile).filter(Checkout::isOurs).toList();
      }
      return found.stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isOurs(Path path) {
    for (Path part : ROOT.relativize(path)) {
      String name = part.toString();
      boolean hidden = name.startsWith(".") && !name.equals(".ci");
      if (hidden || name.equals("target") || name.equals("__pycache__")) {
        return false;
      }
    }
    return true;
  }

  private static Path findRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("packtrain"))
        || !Files.exists(directory.resolve("model/pom.xml"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "not inside a checkout of Packtrain: " + Path.of("").toAbsolutePath());
      }
      directory = parent;
    }
    return directory;
  }
}
