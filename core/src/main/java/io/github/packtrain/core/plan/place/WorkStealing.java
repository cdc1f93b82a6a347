package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;

/**
 * The worker whose local queues are shortest, then the one with least in use; what still piles up
 * somewhere is stolen by the idle (the core's local queues).
 */
final class WorkStealing implements PlacementPolicy {
  static final String NAME = "work_stealing";

  /**
   * @param options read so that wrong ones are refused; {@link StealingRule} is the core's
   */
  WorkStealing(Options options) {
    StealingRule.read(options);
  }

  @Override
  public long score(ClassKey task, Room room) {
    long used = Math.max(Shares.gpuUsed(room), Shares.cpuUsed(room));
    return (long) room.load().queued() * (Shares.ALL + 1) + used;
  }

  @Override
  public boolean readsLoad() {
    return true;
  }
}
