package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Fit.DeviceOrder;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code fgd} and {@code packing} share: a placement is judged by what it takes away of the
 * usable part of the worker, on the device where that is least. Only distinct devices are compared.
 */
abstract class Descent implements PlacementPolicy {
  /** What is lost by having the share on the device: smaller is better. */
  abstract long loss(Room room, Resources host, int device, int left);

  /** What is lost by having whole devices, or none. */
  abstract long loss(Room room, Resources host, int[] devices);

  abstract Usable usable();

  final long lossOf(ClassKey task, Room room) {
    if (usable().knows(task, room)) {
      return usable().known(room);
    }
    Request request = task.request();
    long loss =
        request.gpu().isShare()
            ? bestDevice(request, room, true)
            : loss(room, request.resources(), wholeDevices(request, room));
    usable().keep(task, room, loss);
    return loss;
  }

  @Override
  public final @Nullable List<DeviceShare> devices(ClassKey task, Room room) {
    Request request = task.request();
    GpuRequest gpu = request.gpu();
    if (!gpu.isShare()) {
      return Fit.devicesFor(request, room.spec(), room.free(), DeviceOrder.TIGHTEST);
    }
    if (Fit.devicesFor(request, room.spec(), room.free(), DeviceOrder.FIRST) == null) {
      return null;
    }
    int device = (int) bestDevice(request, room, false);
    long memory = gpu.memoryTakenFrom(room.spec().devices().get(device));
    return List.of(new DeviceShare(device, gpu.milli(), memory));
  }

  /** The least loss, or the device that has it. */
  private long bestDevice(Request request, Room room, boolean loss) {
    GpuRequest gpu = request.gpu();
    List<Device> devices = room.spec().devices();
    Free free = room.free();
    int chosen = -1;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      if (Fit.isOpen(gpu, device, free, i) && !isSeen(room, i)) {
        int left = usable().left(room, i, gpu.milli(), gpu.memoryTakenFrom(device));
        long found = loss(room, request.resources(), i, left);
        if (chosen < 0 || found < least) {
          chosen = i;
          least = found;
        }
      }
    }
    return loss ? least : chosen;
  }

  /** Whether a device before it is like it in all that counts. */
  private boolean isSeen(Room room, int device) {
    Free free = room.free();
    for (int i = 0; i < device; i++) {
      if (free.milli(i) == free.milli(device)
          && free.memoryBytes(i) == free.memoryBytes(device)
          && usable().alike(room, i, device)) {
        return true;
      }
    }
    return false;
  }

  private static int[] wholeDevices(Request request, Room room) {
    int[] devices = new int[request.gpu().count()];
    if (devices.length > 0) {
      List<DeviceShare> shares =
          Fit.devicesFor(request, room.spec(), room.free(), DeviceOrder.TIGHTEST);
      for (int i = 0; shares != null && i < devices.length; i++) {
        devices[i] = shares.get(i).device();
      }
    }
    return devices;
  }
}
