package io.github.packtrain.core.plan;

import io.github.packtrain.model.WorkerId;

/**
 * What was learned about workers, as placement sees it. Immutable, and the very same object as long
 * as nothing new is to be said: for another one, policies that read it find every score anew.
 * Values go from 0 to 1000, more is better, 500 where nothing is known.
 */
public interface Lore {
  /** Nothing was learned. */
  Lore NONE = new Lore() {};

  /** How good the worker is at this kind of task. */
  default int specialisation(ClassKey task, WorkerId worker) {
    return 500;
  }

  /** How lately it ran the same family, so that caches are warm: 1000 just now, 0 never. */
  default int affinity(ClassKey task, WorkerId worker) {
    return 0;
  }

  /** 500 for a usual worker, 667 for one twice as fast, 333 for one half as fast. */
  default int speed(ClassKey task, WorkerId worker) {
    return 500;
  }

  /** Expected share of success. */
  default int reliability(ClassKey task, WorkerId worker) {
    return 1_000;
  }

  /** Worth of learning more about it: 1000 when it never ran such a task. */
  default int exploration(ClassKey task, WorkerId worker) {
    return 1_000;
  }

  /** Failures of late, each a thousand when new, fading with time. */
  default int failuresMilli(WorkerId worker) {
    return 0;
  }
}
