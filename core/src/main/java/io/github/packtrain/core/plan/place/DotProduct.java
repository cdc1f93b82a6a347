package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Request;

/**
 * The worker whose free CPU and devices align least with what the task asks: the dot product of the
 * two vectors, each measured in big machines (128 CPUs, 8 devices), in steps of a hundredth. What
 * the task needs much of is taken where little of it is left.
 *
 * <p>Source: Tetris (Grandl et al., SIGCOMM 2014) as compared by Weng et al. (ATC 2023), who take
 * the smallest product.
 */
final class DotProduct implements PlacementPolicy {
  private final long bigCpuMilli;
  private final long bigGpuMilli;
  private final long steps;

  DotProduct(Options options) {
    this.bigCpuMilli = options.number("big_cpus", 128, 1, 100_000) * 1_000;
    this.bigGpuMilli = options.number("big_gpus", 8, 1, 10_000) * 1_000;
    this.steps = options.number("steps", 100, 1, 1_000_000);
  }

  @Override
  public long score(ClassKey task, Room room) {
    Request request = task.request();
    double cpu = product(room.cpuMilli(), request.resources().cpuMilli(), bigCpuMilli);
    double gpu = product(room.gpuMilli(), Shares.gpuAsked(request), bigGpuMilli);
    // Rounded up, as one minus it is rounded down where it comes from.
    return (long) StrictMath.ceil(steps * (cpu + gpu) / 2);
  }

  private static double product(long free, long asked, long big) {
    return (double) free / big * ((double) asked / big);
  }
}
