package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;

/**
 * One worker after the other: the one whose last placement is longest ago, first those that never
 * had one. A worker that was passed over because the task did not fit keeps its turn.
 */
final class RoundRobin implements PlacementPolicy {
  @Override
  public long score(ClassKey task, Room room) {
    return room.load().lastPlaced();
  }

  @Override
  public boolean readsLoad() {
    return true;
  }
}
