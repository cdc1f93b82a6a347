package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;

/**
 * Fragmentation gradient descent: the worker and the device where the placement adds least to the
 * fragmentation, which is what is free and the typical requests, on average, cannot use.
 *
 * <p>The gradient is compared in hundredths of its logistic value, about 0.04 devices a step, so
 * that what is nearly alike goes to the smaller id and fills the same workers.
 *
 * <p>Source: Weng et al., Beware of Fragmentation (USENIX ATC 2023).
 */
final class FragmentationDescent extends Descent {
  private static final int STEPS = 100;

  private Usable usable = new Usable(TypicalRequests.exact(Demand.NONE), 1, 0);
  private Demand demand = Demand.NONE;
  private long epoch;

  @Override
  public void begin(PlanView view) {
    if (view.demand() != demand && !view.demand().equals(demand)) {
      demand = view.demand();
      epoch++;
      usable = new Usable(TypicalRequests.exact(demand), 1, 0);
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  Usable usable() {
    return usable;
  }

  @Override
  public long score(ClassKey task, Room room) {
    GpuRequest gpu = task.request().gpu();
    double taken = (double) gpu.count() * gpu.milli();
    double weight = Math.max(1, usable.weight());
    double growth = lossOf(task, room) / weight - taken;
    return -(long) StrictMath.floor(STEPS / (1 + StrictMath.exp(growth / GpuRequest.WHOLE)));
  }

  @Override
  long loss(Room room, Resources host, int device, int left) {
    return usable.on(room) - usable.after(host, room, device, left);
  }

  @Override
  long loss(Room room, Resources host, int[] devices) {
    return usable.on(room) - usable.after(host, room, devices);
  }
}
