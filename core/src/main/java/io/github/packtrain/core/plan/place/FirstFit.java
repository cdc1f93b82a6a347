package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Fit.DeviceOrder;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.DeviceShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The worker with the smallest id, its first devices. The cheapest rule there is. */
final class FirstFit implements PlacementPolicy {
  @Override
  public long score(ClassKey task, Room room) {
    return 0;
  }

  @Override
  public @Nullable List<DeviceShare> devices(ClassKey task, Room room) {
    return Fit.devicesFor(task.request(), room.spec(), room.free(), DeviceOrder.FIRST);
  }
}
