package io.github.packtrain.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a worker says of its machine when it registers.
 *
 * @param name unique among living workers
 * @param capacity what the machine has
 * @param allocatable what of it tasks may use; never more than {@code capacity}
 * @param devices accelerators; a device's position in this list is what allocations name
 * @param labels free labels for constraints, sorted by key
 * @param costMicrosPerHour price of an hour in millionths of a currency unit, 0 when unknown
 * @param version the worker's software version
 * @param limitations what this worker cannot do and why, such as "no cgroups: not permitted"; said
 *     once
 */
public record WorkerSpec(
    String name,
    Resources capacity,
    Resources allocatable,
    List<Device> devices,
    Map<String, String> labels,
    long costMicrosPerHour,
    String version,
    List<String> limitations) {
  public WorkerSpec {
    devices = List.copyOf(devices);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    limitations = List.copyOf(limitations);
    if (!capacity.covers(allocatable)) {
      throw new IllegalArgumentException(
          "worker " + name + ": allocatable " + allocatable + " exceeds capacity " + capacity);
    }
  }

  /** A worker whose whole capacity is allocatable. */
  public static WorkerSpec of(String name, Resources capacity, List<Device> devices) {
    return new WorkerSpec(name, capacity, capacity, devices, Map.of(), 0, "", List.of());
  }
}
