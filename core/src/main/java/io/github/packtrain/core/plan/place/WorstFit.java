package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Fit.DeviceOrder;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The worker on which most is left of what the task asks for, the emptiest devices. Spreads. */
final class WorstFit implements PlacementPolicy {
  private static final long PERMILLE_AND_ONE = Shares.ALL + 1;

  @Override
  public long score(ClassKey task, Room room) {
    Request request = task.request();
    long gpu = request.gpu().isNone() ? 0 : Shares.gpuLeft(request, room);
    return -(gpu * PERMILLE_AND_ONE * PERMILLE_AND_ONE + Shares.hostLeft(request, room));
  }

  @Override
  public @Nullable List<DeviceShare> devices(ClassKey task, Room room) {
    return Fit.devicesFor(task.request(), room.spec(), room.free(), DeviceOrder.ROOMIEST);
  }
}
