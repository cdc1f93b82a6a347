package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.GpuRequest;

/**
 * Devices in use before idle devices, idle devices of busy machines before idle machines. A share
 * goes to the fullest device that has room for it, in tenths of a device; whole devices to where
 * fewest idle ones are taken. Work without a GPU goes anywhere.
 *
 * <p>Source: GPU packing as compared by Weng et al. (ATC 2023).
 */
final class GpuPacking implements PlacementPolicy {
  private static final int BUSY_MACHINE = 1_000;
  private static final int IDLE_MACHINE = 100_000;
  private static final int TENTH = 100;

  @Override
  public long score(ClassKey task, Room room) {
    GpuRequest gpu = task.request().gpu();
    int devices = room.spec().devices().size();
    if (gpu.isNone()) {
      return 0;
    }
    if (room.wholeDevices() == devices) {
      return IDLE_MACHINE + devices;
    }
    int least = gpu.isShare() ? fullestOpen(gpu, room) : GpuRequest.WHOLE;
    return least == GpuRequest.WHOLE ? BUSY_MACHINE + gpu.count() : least / TENTH;
  }

  /** What is free of the device with least free that would do. */
  private static int fullestOpen(GpuRequest gpu, Room room) {
    int least = GpuRequest.WHOLE;
    for (int i = 0; i < room.free().devices(); i++) {
      if (Fit.isOpen(gpu, room.spec().devices().get(i), room.free(), i)) {
        least = Math.min(least, room.free().milli(i));
      }
    }
    return least;
  }
}
