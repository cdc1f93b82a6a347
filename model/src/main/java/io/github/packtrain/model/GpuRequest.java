package io.github.packtrain.model;

import java.util.List;

/**
 * What a task asks of accelerators. Every demand holds for each device by itself: an 80 GB task
 * never runs on 2 × 40 GB.
 *
 * @param count how many devices; 0 for none, and then everything else is its neutral value
 * @param milli thousandths of each device: 1000 for a whole one, less only with {@code count} 1
 * @param memoryBytes least memory on each device; 0 for whatever the share brings
 * @param vendors allowed vendors; empty for any
 * @param models allowed models (compared without case); empty for any
 * @param computeCapability least major × 10 + minor; 0 for any
 */
public record GpuRequest(
    int count,
    int milli,
    long memoryBytes,
    List<Vendor> vendors,
    List<String> models,
    int computeCapability) {
  public static final int WHOLE = 1000;
  public static final GpuRequest NONE = new GpuRequest(0, 0, 0, List.of(), List.of(), 0);

  public GpuRequest {
    vendors = List.copyOf(vendors);
    models = List.copyOf(models);
    boolean none = count == 0 && milli == 0 && memoryBytes == 0;
    boolean whole = count >= 1 && milli == WHOLE;
    boolean share = count == 1 && milli >= 1 && milli < WHOLE;
    if (memoryBytes < 0 || computeCapability < 0 || !(none || whole || share)) {
      throw new IllegalArgumentException(
          "not a GPU request: count "
              + count
              + ", milli "
              + milli
              + ", memoryBytes "
              + memoryBytes);
    }
  }

  /** {@code count} whole devices of any kind. */
  public static GpuRequest whole(int count) {
    return count == 0 ? NONE : new GpuRequest(count, WHOLE, 0, List.of(), List.of(), 0);
  }

  /** {@code milli} thousandths of one device, with at least {@code memoryBytes} of its memory. */
  public static GpuRequest share(int milli, long memoryBytes) {
    return new GpuRequest(1, milli, memoryBytes, List.of(), List.of(), 0);
  }

  public boolean isNone() {
    return count == 0;
  }

  public boolean isShare() {
    return count == 1 && milli < WHOLE;
  }

  /** Whether the device is of an allowed kind and big enough when free. */
  public boolean matches(Device device) {
    return matchesKind(device) && device.memoryBytes() >= memoryBytes;
  }

  /** Whether the device is of an allowed kind, its memory apart. */
  public boolean matchesKind(Device device) {
    return device.healthy()
        && (vendors.isEmpty() || vendors.contains(device.vendor()))
        && (computeCapability == 0 || device.computeCapability() >= computeCapability)
        && (models.isEmpty()
            || models.stream().anyMatch(model -> model.equalsIgnoreCase(device.model())));
  }

  /**
   * What a share takes of a device's memory: what it asks, or its proportion when it asks for none.
   */
  public long memoryTakenFrom(Device device) {
    if (milli == WHOLE) {
      return device.memoryBytes();
    }
    return memoryBytes > 0 ? memoryBytes : device.memoryBytes() * milli / WHOLE;
  }
}
