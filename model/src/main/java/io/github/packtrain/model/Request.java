package io.github.packtrain.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one task asks of one worker. Tasks of equal request, queue and priority form one class for
 * the scheduler.
 *
 * @param resources CPU, memory, disk
 * @param gpu accelerators
 * @param labels labels that the worker must carry with exactly these values, sorted by key
 * @param topology how near to each other its devices are, and the tasks that start with it
 */
public record Request(
    Resources resources, GpuRequest gpu, Map<String, String> labels, Topology topology) {
  public Request {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** One that says nothing of nearness. */
  public Request(Resources resources, GpuRequest gpu, Map<String, String> labels) {
    this(resources, gpu, labels, Topology.NONE);
  }

  /** CPU only. */
  public static Request cpu(int cpuMilli) {
    return new Request(new Resources(cpuMilli, 0, 0), GpuRequest.NONE, Map.of());
  }

  /** CPU and whole devices. */
  public static Request gpus(int cpuMilli, int count) {
    return new Request(new Resources(cpuMilli, 0, 0), GpuRequest.whole(count), Map.of());
  }

  public Request withTopology(Topology newTopology) {
    return new Request(resources, gpu, labels, newTopology);
  }
}
