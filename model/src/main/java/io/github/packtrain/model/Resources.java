package io.github.packtrain.model;

/**
 * An amount of a machine's divisible resources, devices apart.
 *
 * @param cpuMilli thousandths of a CPU core
 * @param memoryBytes main memory
 * @param diskBytes scratch space
 */
public record Resources(int cpuMilli, long memoryBytes, long diskBytes) {
  public static final Resources NONE = new Resources(0, 0, 0);

  public Resources {
    if (cpuMilli < 0 || memoryBytes < 0 || diskBytes < 0) {
      throw new IllegalArgumentException(
          "resources are never negative: cpuMilli "
              + cpuMilli
              + ", memoryBytes "
              + memoryBytes
              + ", diskBytes "
              + diskBytes);
    }
  }

  public boolean covers(Resources need) {
    return cpuMilli >= need.cpuMilli
        && memoryBytes >= need.memoryBytes
        && diskBytes >= need.diskBytes;
  }

  public Resources plus(Resources more) {
    return new Resources(
        cpuMilli + more.cpuMilli, memoryBytes + more.memoryBytes, diskBytes + more.diskBytes);
  }

  /** The rest after taking {@code less} away; {@code this} must cover it. */
  public Resources minus(Resources less) {
    return new Resources(
        cpuMilli - less.cpuMilli, memoryBytes - less.memoryBytes, diskBytes - less.diskBytes);
  }
}
