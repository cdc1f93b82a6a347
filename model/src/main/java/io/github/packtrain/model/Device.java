package io.github.packtrain.model;

/**
 * One accelerator of a worker.
 *
 * @param uuid the driver's stable name, unique on the worker, such as {@code GPU-5a1c…}
 * @param index the driver's number
 * @param model as the driver says it, normalised to a short form such as {@code A100-80GB}
 * @param memoryBytes total memory
 * @param computeCapability major × 10 + minor, such as 80 for 8.0; 0 where the notion does not
 *     exist
 * @param numaNode the NUMA node it hangs on, or -1 where unknown
 * @param parentUuid the device it is a slice of (MIG), or empty
 * @param healthy false when the driver reports it lost or failing; it is then never given out
 * @param island equal for devices of one worker with a fast link among each other; empty where
 *     unknown, and then it is near to none
 */
public record Device(
    String uuid,
    int index,
    Vendor vendor,
    String model,
    long memoryBytes,
    int computeCapability,
    int numaNode,
    String parentUuid,
    boolean healthy,
    String island) {
  public Device {
    if (uuid.isEmpty() || memoryBytes < 0 || index < 0) {
      throw new IllegalArgumentException("not a device: uuid '" + uuid + "', index " + index);
    }
  }

  /** One of which nobody knows what it is linked to. */
  public Device(
      String uuid,
      int index,
      Vendor vendor,
      String model,
      long memoryBytes,
      int computeCapability,
      int numaNode,
      String parentUuid,
      boolean healthy) {
    this(
        uuid,
        index,
        vendor,
        model,
        memoryBytes,
        computeCapability,
        numaNode,
        parentUuid,
        healthy,
        "");
  }

  public Device withIsland(String newIsland) {
    return with(healthy, newIsland);
  }

  /** The same device, given out no more. */
  public Device asUnhealthy() {
    return with(false, island);
  }

  private Device with(boolean newHealthy, String newIsland) {
    return new Device(
        uuid,
        index,
        vendor,
        model,
        memoryBytes,
        computeCapability,
        numaNode,
        parentUuid,
        newHealthy,
        newIsland);
  }

  /** Whether both are in one island; of the same worker, that is. */
  public boolean isLinkedTo(Device other) {
    return uuid.equals(other.uuid)
        || (!island.isEmpty() && island.equals(other.island) && vendor == other.vendor);
  }
}
