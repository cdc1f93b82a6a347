package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Load;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.GpuRequest;

/**
 * Like to like: machines that run only such work (shares, or tasks of as many whole devices), then
 * those that run it among other, then idle ones, then the rest; each time the one with least free
 * devices, in steps of a third of a device. Work without a GPU goes anywhere.
 *
 * <p>Source: GPU clustering as compared by Weng et al. (ATC 2023).
 */
final class GpuClustering implements PlacementPolicy {
  private static final int KIND = 1 << 20;
  private static final int STEPS = 25;
  private static final int BIG_MACHINE_MILLI = 8 * GpuRequest.WHOLE;

  @Override
  public long score(ClassKey task, Room room) {
    int kind = Load.kindOf(task.request().gpu());
    if (kind == 0) {
      return 0;
    }
    long free = (room.gpuMilli() * STEPS + BIG_MACHINE_MILLI - 1) / BIG_MACHINE_MILLI;
    return rank(kind, room.load().kinds()) * (long) KIND + free;
  }

  private static int rank(int kind, int kinds) {
    if (kinds == kind) {
      return 0;
    }
    if ((kinds & kind) != 0) {
      return 1;
    }
    return kinds == 0 ? 2 : 3;
  }

  @Override
  public boolean readsLoad() {
    return true;
  }
}
