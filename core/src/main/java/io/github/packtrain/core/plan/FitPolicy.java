package io.github.packtrain.core.plan;

import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;

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
  private static final long WEIGHT = PERMILLE + 1;

  /** Smaller is better: of what would be free after placing the request, which must fit. */
  long score(Request request, Room room) {
    return switch (this) {
      case FIRST_FIT -> 0;
      case BEST_FIT -> gpuLeft(request, room) * WEIGHT * WEIGHT + hostScore(request, room);
      case WORST_FIT -> {
        long gpu = request.gpu().isNone() ? 0 : gpuLeft(request, room);
        yield -(gpu * WEIGHT * WEIGHT + hostScore(request, room));
      }
    };
  }

  private static long gpuLeft(Request request, Room room) {
    return room.gpuMilli - (long) request.gpu().count() * request.gpu().milli();
  }

  private static long hostScore(Request request, Room room) {
    Resources all = room.shape.spec.allocatable();
    Resources need = request.resources();
    return permille(room.cpuMilli - need.cpuMilli(), all.cpuMilli()) * WEIGHT
        + permille(room.memoryBytes - need.memoryBytes(), all.memoryBytes());
  }

  private static long permille(long part, long whole) {
    if (whole == 0) {
      return 0;
    }
    return whole <= Long.MAX_VALUE / PERMILLE ? part * PERMILLE / whole : part / (whole / PERMILLE);
  }
}
