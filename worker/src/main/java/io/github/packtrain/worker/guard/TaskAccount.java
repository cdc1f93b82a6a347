package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whose account tasks run under, and what has to be that account's for it. */
interface TaskAccount {
  /** Makes a new file or directory the account's. */
  void give(Path path) throws IOException;

  /** Lets the account reach what lies in directories that it may not list. */
  void letThrough(Path... directories) throws IOException;

  /** Words to put before a command; empty when tasks run under the guard's own account. */
  List<String> launcher();

  /** The guard's own account. */
  static TaskAccount own() {
    return new TaskAccount() {
      @Override
      public void give(Path path) {}

      @Override
      public void letThrough(Path... directories) {}

      @Override
      public List<String> launcher() {
        return List.of();
      }
    };
  }
}
