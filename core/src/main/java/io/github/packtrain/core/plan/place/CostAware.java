package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;

/**
 * The worker on which the task costs least an hour: the machine's price times the greatest share of
 * it that the task takes (of devices, CPU or memory), for that is what others cannot use. Machines
 * without a price come after all others, or, with {@code unpriced=first}, before them: owned ones
 * cost the same, used or not. Equals as in best_fit by order.
 */
final class CostAware implements PlacementPolicy {
  private static final long MOST_MICROS = 1L << 22;

  /** More than {@link BestFit#inOrder} ever is for machines of up to a thousand devices. */
  private static final long STEP = 1L << 40;

  private final boolean unpricedFirst;

  CostAware(Options options) {
    this.unpricedFirst = options.word("unpriced", "last", "last", "first").equals("first");
  }

  @Override
  public long score(ClassKey task, Room room) {
    long millis = costMillis(task.request(), room);
    return millis * STEP + Math.min(BestFit.inOrder(task.request(), room), STEP - 1);
  }

  /** Thousandths of a currency unit an hour, at most some four thousand units. */
  private long costMillis(Request request, Room room) {
    long price = room.spec().costMicrosPerHour();
    if (price == 0) {
      return unpricedFirst ? 0 : MOST_MICROS;
    }
    long cost = price / Shares.ALL * dominantShare(request, room) / Shares.ALL;
    return Math.min(cost, MOST_MICROS - 1);
  }

  private static long dominantShare(Request request, Room room) {
    Resources all = room.spec().allocatable();
    long gpu = Shares.permille(Shares.gpuAsked(request), Shares.gpuCapacity(room));
    long cpu = Shares.permille(request.resources().cpuMilli(), all.cpuMilli());
    long memory = Shares.permille(request.resources().memoryBytes(), all.memoryBytes());
    return Math.max(gpu, Math.max(cpu, memory));
  }
}
