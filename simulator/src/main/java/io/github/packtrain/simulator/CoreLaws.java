package io.github.packtrain.simulator;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;

/** Laws of the state by itself. */
final class CoreLaws {
  private CoreLaws() {}

  static List<String> violations(World world) {
    List<String> found = new ArrayList<>();
    CoreState core = world.core();
    for (WorkerView worker : core.workers()) {
      for (int i = 0; i < worker.free().devices(); i++) {
        if (worker.free().milli(i) < 0 || worker.free().milli(i) > 1_000) {
          found.add(worker.id() + " device " + i + " has " + worker.free().milli(i) + " free");
        }
      }
    }
    return found;
  }
}
