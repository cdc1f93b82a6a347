package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The environment that shows an attempt its own accelerators and hides all others. */
public final class DeviceEnvironment {
  private DeviceEnvironment() {}

  /**
   * Variables for an attempt. Devices are named by uuid, since indices mean different things to
   * different libraries.
   *
   * @param devices what the attempt holds; with none, every accelerator is hidden
   */
  public static Map<String, String> of(List<Device> devices) {
    Map<String, String> environment = new TreeMap<>();
    List<Device> amd = devices.stream().filter(d -> d.vendor() == Vendor.AMD).toList();
    environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
    environment.put("CUDA_VISIBLE_DEVICES", uuids(devices, Vendor.NVIDIA));
    environment.put("ROCR_VISIBLE_DEVICES", uuids(devices, Vendor.AMD));
    if (!amd.isEmpty()) {
      // HIP takes CUDA_VISIBLE_DEVICES for its own unless this is set; its indices count what ROCR
      // shows.
      environment.put(
          "HIP_VISIBLE_DEVICES",
          IntStream.range(0, amd.size())
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(",")));
    }
    environment.put(
        "PACKTRAIN_DEVICES", devices.stream().map(Device::uuid).collect(Collectors.joining(",")));
    return environment;
  }

  private static String uuids(List<Device> devices, Vendor vendor) {
    return devices.stream()
        .filter(device -> device.vendor() == vendor)
        .map(Device::uuid)
        .collect(Collectors.joining(","));
  }
}
