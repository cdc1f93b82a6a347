package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any worker that fits, each as likely as the other; of its devices likewise. Nothing is thrown:
 * the draw is a hash of the seed, the view's position, how many were placed before in the cycle,
 * and the worker, so that the same view gives the same plan. What others are to be measured
 * against.
 *
 * <p><b>Cost:</b> one look at each worker for each placement.
 */
final class RandomPlacement implements PlacementPolicy {
  private final long seed;
  private long position;
  private long placed;

  RandomPlacement(Options options) {
    this.seed = options.number("seed", 1, 0, Long.MAX_VALUE);
  }

  @Override
  public void begin(PlanView view) {
    position = view.position();
    placed = 0;
  }

  @Override
  public void placed(ClassKey task, Room room) {
    placed++;
  }

  @Override
  public long epoch() {
    return mixed(mixed(seed, position), placed);
  }

  @Override
  public long score(ClassKey task, Room room) {
    return mixed(epoch(), room.worker().value());
  }

  @Override
  public @Nullable List<DeviceShare> devices(ClassKey task, Room room) {
    GpuRequest gpu = task.request().gpu();
    if (!gpu.isShare()) {
      return PlacementPolicy.super.devices(task, room);
    }
    List<Device> devices = room.spec().devices();
    int chosen = -1;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < devices.size(); i++) {
      long draw = mixed(score(task, room), i) >>> 1;
      if (Fit.isOpen(gpu, devices.get(i), room.free(), i) && (chosen < 0 || draw < least)) {
        chosen = i;
        least = draw;
      }
    }
    return chosen < 0
        ? null
        : List.of(new DeviceShare(chosen, gpu.milli(), gpu.memoryTakenFrom(devices.get(chosen))));
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over both. */
  private static long mixed(long state, long with) {
    long z = (state ^ with * 0xD1B54A32D192ED03L) + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
