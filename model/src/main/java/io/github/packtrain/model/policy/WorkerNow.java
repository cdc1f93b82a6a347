package io.github.packtrain.model.policy;

import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;

/**
 * A worker with what is free on it, placements of the present plan considered.
 *
 * @param spec name, labels, devices, and what it offers in all
 * @param free of CPU, memory and disk
 * @param devices what is free of each device, in the order of {@code spec.devices()}
 */
public record WorkerNow(
    WorkerId worker, WorkerSpec spec, Resources free, List<FreeDevice> devices) {
  public WorkerNow {
    devices = List.copyOf(devices);
  }

  /**
   * What is free of a device.
   *
   * @param milli thousandths of it, 0 to 1000
   */
  public record FreeDevice(int milli, long memoryBytes) {}

  /** Thousandths of devices that are free, all together. */
  public long freeGpuMilli() {
    return devices.stream().mapToLong(FreeDevice::milli).sum();
  }
}
