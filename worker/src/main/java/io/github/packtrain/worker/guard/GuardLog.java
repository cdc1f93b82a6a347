package io.github.packtrain.worker.guard;

import java.time.Instant;

/** The guard's own few words, on its standard error, which is a file in the worker's directory. */
final class GuardLog {
  private GuardLog() {}

  static void say(String what) {
    System.err.println(Instant.now() + " guard: " + what);
  }
}
