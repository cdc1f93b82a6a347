package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;

/**
 * Groups tasks: a worker that has begun a group of {@code size} gets the next ones until the group
 * is full; only then another is begun. Shares go to the fullest device whose share and memory they
 * fit, so that several small tasks use one GPU. Equals as in best_fit by order.
 */
final class Batch implements PlacementPolicy {
  private static final long STEP = 1L << 50;

  private final int size;

  Batch(Options options) {
    this.size = (int) options.number("size", 4, 1, 1_000);
  }

  @Override
  public long score(ClassKey task, Room room) {
    int inGroup = room.load().running() % size;
    long missing = inGroup == 0 ? size : size - inGroup;
    return missing * STEP + Math.min(BestFit.inOrder(task.request(), room), STEP - 1);
  }

  @Override
  public boolean readsLoad() {
    return true;
  }
}
