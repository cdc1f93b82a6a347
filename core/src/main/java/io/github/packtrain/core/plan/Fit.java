package io.github.packtrain.core.plan;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
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

  /** The devices it would get (empty for none), or null when it does not fit. */
  public static @Nullable List<DeviceShare> devicesFor(
      Request request, WorkerSpec spec, Free free, FitPolicy policy) {
    if (!free.resources().covers(request.resources()) || !labelsMatch(request, spec)) {
      return null;
    }
    GpuRequest gpu = request.gpu();
    if (gpu.isNone()) {
      return List.of();
    }
    return gpu.isShare() ? shareOfOne(gpu, spec, free, policy) : wholeOnes(gpu, spec, free, policy);
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
    return true;
  }

  /** Whether the worker could run it when empty. */
  public static boolean couldEver(Request request, WorkerSpec spec) {
    return spec.allocatable().covers(request.resources())
        && labelsMatch(request, spec)
        && matching(request.gpu(), spec.devices()) >= request.gpu().count();
  }

  private static int matching(GpuRequest gpu, List<Device> devices) {
    int found = 0;
    for (int i = 0; i < devices.size() && found < gpu.count(); i++) {
      found += gpu.matches(devices.get(i)) ? 1 : 0;
    }
    return found;
  }

  /** Whether the devices alone would do, CPU and the rest apart. */
  public static boolean devicesSuffice(GpuRequest gpu, WorkerSpec spec, Free free) {
    int found = 0;
    for (int i = 0; i < free.devices() && found < gpu.count(); i++) {
      Device device = spec.devices().get(i);
      boolean suffices =
          free.milli(i) >= gpu.milli()
              && free.memoryBytes(i) >= gpu.memoryTakenFrom(device)
              && gpu.matches(device);
      found += suffices ? 1 : 0;
    }
    return found >= gpu.count();
  }

  static boolean labelsMatch(Request request, WorkerSpec spec) {
    for (Map.Entry<String, String> label : request.labels().entrySet()) {
      if (!label.getValue().equals(spec.labels().get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<DeviceShare> shareOfOne(
      GpuRequest gpu, WorkerSpec spec, Free free, FitPolicy policy) {
    int chosen = -1;
    for (int i = 0; i < free.devices(); i++) {
      Device device = spec.devices().get(i);
      if (free.milli(i) >= gpu.milli()
          && free.memoryBytes(i) >= gpu.memoryTakenFrom(device)
          && gpu.matches(device)
          && (chosen < 0 || preferred(policy, free, i, chosen))) {
        chosen = i;
      }
    }
    if (chosen < 0) {
      return null;
    }
    long memory = gpu.memoryTakenFrom(spec.devices().get(chosen));
    return List.of(new DeviceShare(chosen, gpu.milli(), memory));
  }

  private static boolean preferred(FitPolicy policy, Free free, int candidate, int chosen) {
    int byMilli = Integer.compare(free.milli(candidate), free.milli(chosen));
    int order =
        byMilli != 0
            ? byMilli
            : Long.compare(free.memoryBytes(candidate), free.memoryBytes(chosen));
    return switch (policy) {
      case FIRST_FIT -> false;
      case BEST_FIT -> order < 0;
      case WORST_FIT -> order > 0;
    };
  }

  private static @Nullable List<DeviceShare> wholeOnes(
      GpuRequest gpu, WorkerSpec spec, Free free, FitPolicy policy) {
    boolean[] open = new boolean[free.devices()];
    int found = 0;
    for (int i = 0; i < open.length; i++) {
      open[i] = free.milli(i) == GpuRequest.WHOLE && gpu.matches(spec.devices().get(i));
      found += open[i] ? 1 : 0;
    }
    if (found < gpu.count()) {
      return null;
    }
    keep(gpu.count(), open, found, spec.devices(), policy);
    DeviceShare[] shares = new DeviceShare[gpu.count()];
    int next = 0;
    for (int i = 0; i < open.length; i++) {
      if (open[i]) {
        shares[next++] = new DeviceShare(i, GpuRequest.WHOLE, spec.devices().get(i).memoryBytes());
      }
    }
    return List.of(shares);
  }

  /** Leaves {@code count} of the {@code found} open devices open: those that the policy prefers. */
  private static void keep(
      int count, boolean[] open, int found, List<Device> devices, FitPolicy policy) {
    for (int surplus = found - count; surplus > 0; surplus--) {
      int worst = -1;
      for (int i = 0; i < open.length; i++) {
        if (open[i] && (worst < 0 || !prefers(policy, devices.get(worst), devices.get(i)))) {
          worst = i;
        }
      }
      open[worst] = false;
    }
  }

  /** Whether the policy strictly prefers the later of two devices. */
  private static boolean prefers(FitPolicy policy, Device earlier, Device later) {
    int order = Long.compare(later.memoryBytes(), earlier.memoryBytes());
    return switch (policy) {
      case FIRST_FIT -> false;
      case BEST_FIT -> order < 0;
      case WORST_FIT -> order > 0;
    };
  }
}
