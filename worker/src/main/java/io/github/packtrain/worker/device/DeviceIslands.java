package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups devices into islands: those that a fast link joins, directly or over others; of the rest,
 * those of one NUMA node. Where neither is known, a device is in none.
 */
final class DeviceIslands {
  private DeviceIslands() {}

  /** Whether a fast link joins two devices, by their places in a list. */
  interface Links {
    boolean join(int one, int other);
  }

  /**
   * The same devices with their islands.
   *
   * @param name of islands made by links, such as {@code nvlink}
   */
  static List<Device> assign(List<Device> devices, String name, Links links) {
    int[] first = new int[devices.size()];
    boolean[] linked = new boolean[devices.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = i;
      for (int j = 0; j < i; j++) {
        if (links.join(j, i)) {
          linked[i] = true;
          linked[j] = true;
          join(first, i, j);
        }
      }
    }
    List<Device> assigned = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      Device device = devices.get(i);
      String ofNode = device.numaNode() == PciNuma.UNKNOWN ? "" : "numa-" + device.numaNode();
      assigned.add(
          device.withIsland(linked[i] ? name + "-" + devices.get(first[i]).index() : ofNode));
    }
    return assigned;
  }

  private static void join(int[] first, int one, int other) {
    int from = Math.max(first[one], first[other]);
    int to = Math.min(first[one], first[other]);
    for (int i = 0; i < first.length; i++) {
      first[i] = first[i] == from ? to : first[i];
    }
  }
}
