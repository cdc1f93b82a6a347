package io.github.packtrain.core.plan;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request fits what is free on a worker, and on which devices. Memory is checked per
 * device.
 */
public final class Fit {
  private Fit() {}

  /** Which of a worker's devices is taken first; ties go to the smaller position. */
  public enum DeviceOrder {
    /** The smallest position. */
    FIRST,
    /** For a share, the device with least left; for whole ones, those with least memory. */
    TIGHTEST,
    /** For a share, the device with most left; for whole ones, those with most memory. */
    ROOMIEST;

    /**
     * Whether a device that comes later in the list is preferred, by what is compared of the two.
     */
    boolean prefersLater(int laterAgainstEarlier) {
      return switch (this) {
        case FIRST -> false;
        case TIGHTEST -> laterAgainstEarlier < 0;
        case ROOMIEST -> laterAgainstEarlier > 0;
      };
    }
  }

  /** The devices it would get (empty for none), or null when it does not fit. */
  public static @Nullable List<DeviceShare> devicesFor(
      Request request, WorkerSpec spec, Free free, DeviceOrder order) {
    if (!free.resources().covers(request.resources()) || !labelsMatch(request, spec)) {
      return null;
    }
    GpuRequest gpu = request.gpu();
    if (gpu.isNone()) {
      return List.of();
    }
    if (gpu.isShare()) {
      return shareOfOne(gpu, spec, free, order);
    }
    return gpu.count() > 1 && Islands.matterTo(request)
        ? linkedOnes(gpu, spec, free, order)
        : wholeOnes(gpu, spec, free, order);
  }

  /**
   * Whether exactly these devices would serve the request now. Whoever planned it is not trusted:
   * each share must be what the request asks, on a device of an allowed kind, no device twice.
   */
  public static boolean allows(
      Request request, WorkerSpec spec, Free free, List<DeviceShare> devices) {
    GpuRequest gpu = request.gpu();
    if (devices.size() != gpu.count()
        || !free.resources().covers(request.resources())
        || !labelsMatch(request, spec)) {
      return false;
    }
    int before = -1;
    for (DeviceShare share : devices) {
      int i = share.device();
      if (i <= before || i >= free.devices()) {
        return false;
      }
      Device device = spec.devices().get(i);
      if (!gpu.matches(device)
          || share.milli() != gpu.milli()
          || share.memoryBytes() != gpu.memoryTakenFrom(device)
          || free.milli(i) < share.milli()
          || free.memoryBytes(i) < share.memoryBytes()) {
        return false;
      }
      before = i;
    }
    return !Islands.matterTo(request) || Islands.isOne(spec, devices);
  }

  /** Whether the worker could run it when empty. */
  public static boolean couldEver(Request request, WorkerSpec spec) {
    return spec.allocatable().covers(request.resources())
        && labelsMatch(request, spec)
        && matching(request.gpu(), spec.devices()) >= request.gpu().count()
        && (!Islands.matterTo(request)
            || devicesFor(request, spec, Free.allOf(spec), DeviceOrder.FIRST) != null);
  }

  /** Whether two tasks that have these devices of these workers are as near as the level says. */
  public static boolean near(
      Level level,
      WorkerSpec one,
      List<DeviceShare> devicesOfOne,
      WorkerSpec other,
      List<DeviceShare> devicesOfOther) {
    boolean sameHost = one.name().equals(other.name());
    return switch (level) {
      case ANYWHERE -> true;
      case RACK ->
          sameHost
              || (!Islands.rackOf(one).isEmpty()
                  && Islands.rackOf(one).equals(Islands.rackOf(other)));
      case HOST -> sameHost;
      case ISLAND ->
          sameHost
              && (devicesOfOne.isEmpty()
                  || devicesOfOther.isEmpty()
                  || Islands.linked(one, devicesOfOne.getFirst(), devicesOfOther.getFirst()));
    };
  }

  private static int matching(GpuRequest gpu, List<Device> devices) {
    int found = 0;
    for (int i = 0; i < devices.size() && found < gpu.count(); i++) {
      found += gpu.matches(devices.get(i)) ? 1 : 0;
    }
    return found;
  }

  /** Whether this device alone could give one part of the request now: kind, share and memory. */
  public static boolean isOpen(GpuRequest gpu, Device device, Free free, int position) {
    return free.milli(position) >= gpu.milli()
        && free.memoryBytes(position) >= gpu.memoryTakenFrom(device)
        && gpu.matches(device);
  }

  /** Whether the devices alone would do, CPU and the rest apart. */
  public static boolean devicesSuffice(GpuRequest gpu, WorkerSpec spec, Free free) {
    int found = 0;
    for (int i = 0; i < free.devices() && found < gpu.count(); i++) {
      Device device = spec.devices().get(i);
      found += isOpen(gpu, device, free, i) ? 1 : 0;
    }
    return found >= gpu.count();
  }

  static boolean labelsMatch(Request request, WorkerSpec spec) {
    return labelsMatch(request.labels(), spec);
  }

  /** Whether the worker carries all of these labels. */
  public static boolean labelsMatch(Map<String, String> labels, WorkerSpec spec) {
    if (labels.isEmpty()) {
      return true;
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!label.getValue().equals(spec.labels().get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<DeviceShare> shareOfOne(
      GpuRequest gpu, WorkerSpec spec, Free free, DeviceOrder order) {
    int chosen = -1;
    for (int i = 0; i < free.devices(); i++) {
      Device device = spec.devices().get(i);
      if (isOpen(gpu, device, free, i) && (chosen < 0 || preferred(order, free, i, chosen))) {
        chosen = i;
      }
    }
    if (chosen < 0) {
      return null;
    }
    long memory = gpu.memoryTakenFrom(spec.devices().get(chosen));
    return List.of(new DeviceShare(chosen, gpu.milli(), memory));
  }

  private static boolean preferred(DeviceOrder order, Free free, int candidate, int chosen) {
    int byMilli = Integer.compare(free.milli(candidate), free.milli(chosen));
    return order.prefersLater(
        byMilli != 0
            ? byMilli
            : Long.compare(free.memoryBytes(candidate), free.memoryBytes(chosen)));
  }

  /** Of the islands that have enough, the one with least or most left, by the order. */
  private static @Nullable List<DeviceShare> linkedOnes(
      GpuRequest gpu, WorkerSpec spec, Free free, DeviceOrder order) {
    List<DeviceShare> chosen = null;
    int openInChosen = 0;
    for (Free island : Islands.each(spec, free)) {
      List<DeviceShare> found = wholeOnes(gpu, spec, island, order);
      int open = found == null ? 0 : island.wholeDevices();
      if (found != null
          && (chosen == null || order.prefersLater(Integer.compare(open, openInChosen)))) {
        chosen = found;
        openInChosen = open;
      }
    }
    return chosen;
  }

  private static @Nullable List<DeviceShare> wholeOnes(
      GpuRequest gpu, WorkerSpec spec, Free free, DeviceOrder order) {
    boolean[] open = new boolean[free.devices()];
    int found = 0;
    for (int i = 0; i < open.length; i++) {
      open[i] = free.milli(i) == GpuRequest.WHOLE && gpu.matches(spec.devices().get(i));
      found += open[i] ? 1 : 0;
    }
    if (found < gpu.count()) {
      return null;
    }
    keep(gpu.count(), open, found, spec.devices(), order);
    DeviceShare[] shares = new DeviceShare[gpu.count()];
    int next = 0;
    for (int i = 0; i < open.length; i++) {
      if (open[i]) {
        shares[next++] = new DeviceShare(i, GpuRequest.WHOLE, spec.devices().get(i).memoryBytes());
      }
    }
    return List.of(shares);
  }

  /** Leaves {@code count} of the {@code found} open devices open: those that come first. */
  private static void keep(
      int count, boolean[] open, int found, List<Device> devices, DeviceOrder order) {
    for (int surplus = found - count; surplus > 0; surplus--) {
      int worst = -1;
      for (int i = 0; i < open.length; i++) {
        if (open[i] && (worst < 0 || !prefers(order, devices.get(worst), devices.get(i)))) {
          worst = i;
        }
      }
      open[worst] = false;
    }
  }

  /** Whether the later of two devices is strictly preferred. */
  private static boolean prefers(DeviceOrder order, Device earlier, Device later) {
    return order.prefersLater(Long.compare(later.memoryBytes(), earlier.memoryBytes()));
  }
}
