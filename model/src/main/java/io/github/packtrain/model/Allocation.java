package io.github.packtrain.model;

import java.util.List;

/**
 * What an attempt holds on its worker.
 *
 * @param resources CPU, memory, disk
 * @param devices shares of devices, in order of the device's position, each device at most once
 */
public record Allocation(Resources resources, List<DeviceShare> devices) {
  public static final Allocation NOTHING = new Allocation(Resources.NONE, List.of());

  public Allocation {
    devices = List.copyOf(devices);
  }
}
