package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Request;

/**
 * The worker on which least is left.
 *
 * <p><b>Goals in order:</b> (1) work without a GPU goes to machines without one while it can; (2)
 * least left of accelerators and CPU together, one device weighing as much as 16 CPUs, so that big
 * holes are kept for big tasks; (3) on machines without a GPU, least memory left. With {@code
 * rule=order}, accelerators count first and CPU only among equals.
 *
 * <p>Source: the classic bin-packing heuristic (Johnson 1973), with weights as in Weng et al. (ATC
 * 2023).
 */
final class BestFit implements PlacementPolicy {
  private static final long PERMILLE_AND_ONE = Shares.ALL + 1;

  /** More than anything that can be left on one machine. */
  private static final long HAS_DEVICES = 1L << 50;

  private final boolean inOrder;
  private final long cpusPerGpu;

  BestFit(Options options) {
    this.inOrder = options.word("rule", "sum", "sum", "order").equals("order");
    this.cpusPerGpu = options.number("cpus_per_gpu", 16, 1, 1_000);
  }

  @Override
  public long score(ClassKey task, Room room) {
    return inOrder ? inOrder(task.request(), room) : sum(task.request(), room);
  }

  private long sum(Request request, Room room) {
    long left = Shares.gpuLeft(request, room) * cpusPerGpu + Shares.cpuLeft(request, room);
    if (room.spec().devices().isEmpty()) {
      long memory = Shares.memoryLeft(request, room);
      long share = Shares.permille(memory, room.spec().allocatable().memoryBytes());
      return left * PERMILLE_AND_ONE + share;
    }
    return (request.gpu().isNone() ? HAS_DEVICES : 0) + left * PERMILLE_AND_ONE;
  }

  static long inOrder(Request request, Room room) {
    return Shares.gpuLeft(request, room) * PERMILLE_AND_ONE * PERMILLE_AND_ONE
        + Shares.hostLeft(request, room);
  }
}
