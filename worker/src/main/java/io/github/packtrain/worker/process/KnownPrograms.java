package io.github.packtrain.worker.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where programs of the last second were found, since most attempts run the same few and a look
 * through the {@code PATH} costs several calls of the kernel. A program that is put before another
 * in the {@code PATH} is seen a second later; one that is gone makes the spawn fail, and then
 * everything is looked at. Thread-safe.
 */
final class KnownPrograms {
  private static final long KEPT_NANOS = 1_000_000_000;
  private static final int MAX = 64;

  private final Map<Key, Path> programs = new HashMap<>();
  private long sinceNanos;

  private record Key(String program, String searched) {}

  synchronized Optional<Path> find(SpawnRequest request) {
    if (System.nanoTime() - sinceNanos > KEPT_NANOS) {
      programs.clear();
    }
    // A launcher would not tell a program that is gone from one that ends by itself.
    boolean launched = !request.launcher().isEmpty();
    if (programs.isEmpty() || launched || !CommandLookup.isAcceptable(request)) {
      return Optional.empty();
    }
    return Optional.ofNullable(programs.get(key(request)));
  }

  /** Only what does not depend on the directory it starts in. */
  synchronized void remember(SpawnRequest request, Path program) {
    if (dependsOnDirectory(request) || programs.size() >= MAX) {
      return;
    }
    if (programs.isEmpty()) {
      sinceNanos = System.nanoTime();
    }
    programs.put(key(request), program);
  }

  private static boolean dependsOnDirectory(SpawnRequest request) {
    String program = request.argv().getFirst();
    if (program.contains("/")) {
      return !program.startsWith("/");
    }
    for (String directory : CommandLookup.searched(request).split(":", -1)) {
      if (!directory.startsWith("/")) {
        return true;
      }
    }
    return false;
  }

  synchronized void forget() {
    programs.clear();
  }

  private static Key key(SpawnRequest request) {
    return new Key(request.argv().getFirst(), CommandLookup.searched(request));
  }
}
