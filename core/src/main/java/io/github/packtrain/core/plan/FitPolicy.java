package io.github.packtrain.core.plan;

import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;

/**
 * Which of the workers that fit is taken, and which of a worker's devices. Ties go to the smaller
 * worker id and device position.
 *
 * <p>Source: the classic bin-packing heuristics (Johnson 1973), with accelerators weighing before
 * CPU and CPU before memory.
 */
public enum FitPolicy {
  /** The worker with the smallest id. */
  FIRST_FIT,
  /**
   * The worker on which least is left: first of accelerators (so CPU work stays away from GPU
   * machines while it can), then of CPU, then of memory. Keeps big holes for big tasks.
   */
  BEST_FIT,
  /** The worker on which most is left of what the task asks for. Spreads load. */
  WORST_FIT;

  private static final long PERMILLE = 1_000;

  /** Smaller is better. {@code left} is what would be free after placing. */
  long score(Request request, WorkerSpec spec, Free left) {
    return switch (this) {
      case FIRST_FIT -> 0;
      case BEST_FIT -> gpuMilli(left) * (PERMILLE + 1) * (PERMILLE + 1) + hostScore(spec, left);
      case WORST_FIT -> {
        long gpu = request.gpu().isNone() ? 0 : gpuMilli(left);
        yield -(gpu * (PERMILLE + 1) * (PERMILLE + 1) + hostScore(spec, left));
      }
    };
  }

  private static long hostScore(WorkerSpec spec, Free left) {
    Resources all = spec.allocatable();
    return permille(left.resources().cpuMilli(), all.cpuMilli()) * (PERMILLE + 1)
        + permille(left.resources().memoryBytes(), all.memoryBytes());
  }

  private static long gpuMilli(Free left) {
    long sum = 0;
    for (int i = 0; i < left.devices(); i++) {
      sum += left.milli(i);
    }
    return sum;
  }

  private static long permille(long part, long whole) {
    if (whole == 0) {
      return 0;
    }
    return whole <= Long.MAX_VALUE / PERMILLE ? part * PERMILLE / whole : part / (whole / PERMILLE);
  }
}
