package io.github.packtrain.worker.guard;

import java.nio.file.Path;

/** A worker process of its own that renews its lease for as long as it is let. */
final class FrozenWorker {
  private FrozenWorker() {}

  public static void main(String[] arguments) throws Exception {
    GuardOptions options =
        new GuardOptions(Path.of(arguments[0]), Long.parseLong(arguments[1]), 60_000);
    Guard guard = Guard.open(options, new Heard());
    while (true) {
      guard.renewLease();
      Thread.sleep(options.leaseMillis() / 10);
    }
  }
}
