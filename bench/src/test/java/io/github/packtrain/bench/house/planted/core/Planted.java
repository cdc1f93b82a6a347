package io.github.packtrain.bench.house.planted.core;

import io.github.packtrain.bench.house.planted.journal.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Violations in a deterministic room. */
final class Planted {
  private Planted() {}

  static final class KnowsTheJournal {
    final Log log = new Log();
  }

  static final class ReadsTheClock {
    final long at = System.nanoTime();
  }

  static final class ReadsTheEnvironment {
    final String home = String.valueOf(System.getenv("HOME"));
  }

  static final class Throws {
    final int dice = new Random(1).nextInt();
  }

  static final class Names {
    final UUID id = UUID.randomUUID();
  }

  static final class WritesFiles {
    boolean there(Path path) {
      return Files.exists(path);
    }
  }

  static final class TakesLocks {
    final ReentrantLock lock = new ReentrantLock();
  }

  static final class Starts {
    final Thread thread = new Thread(() -> {});
  }

  static final class Prints {
    void print() {
      System.out.println("core");
    }
  }

  /** Nothing here is a violation. */
  static final class Innocent {
    final Map<String, Integer> table = new LinkedHashMap<>(Map.of("one", 1));
    final Set<String> one = Set.of("one");
    final List<String> list = new ArrayList<>(List.of("a", "b", "c"));
    final long millis = TimeUnit.SECONDS.toMillis(1);
    final double root = Math.sqrt(StrictMath.exp(1)) + Math.max(1, 2);
  }
}
