package io.github.packtrain.core.plan;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;

/** What is near to what: the devices of a worker in islands, the workers in racks. */
final class Islands {
  private Islands() {}

  static String rackOf(WorkerSpec spec) {
    return spec.labels().getOrDefault(Topology.RACK_LABEL, "");
  }

  /** Whether the request asks that all its devices, and those of its gang, are in one island. */
  static boolean matterTo(Request request) {
    return request.topology().require() == Level.ISLAND && !request.gpu().isNone();
  }

  /** What is free in each island by itself, in order of their first devices. */
  static List<Free> each(WorkerSpec spec, Free free) {
    List<Device> devices = spec.devices();
    List<Free> islands = new ArrayList<>();
    for (int first = 0; first < devices.size(); first++) {
      if (isFirst(devices, first)) {
        Device one = devices.get(first);
        islands.add(free.only(i -> devices.get(i).isLinkedTo(one)));
      }
    }
    return islands;
  }

  private static boolean isFirst(List<Device> devices, int position) {
    Device device = devices.get(position);
    for (int i = 0; i < position; i++) {
      if (devices.get(i).isLinkedTo(device)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all these devices of the worker are in one island; true for none. */
  static boolean isOne(WorkerSpec spec, List<DeviceShare> shares) {
    for (int i = 1; i < shares.size(); i++) {
      if (!linked(spec, shares.getFirst(), shares.get(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean linked(WorkerSpec spec, DeviceShare a, DeviceShare b) {
    return spec.devices().get(a.device()).isLinkedTo(spec.devices().get(b.device()));
  }
}
