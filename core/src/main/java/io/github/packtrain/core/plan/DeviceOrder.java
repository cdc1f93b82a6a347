package io.github.packtrain.core.plan;

/** Which of a worker's devices is taken first; ties go to the smaller position. */
public enum DeviceOrder {
  /** The smallest position. */
  FIRST,
  /** For a share, the device with least left; for whole ones, those with least memory. */
  TIGHTEST,
  /** For a share, the device with most left; for whole ones, those with most memory. */
  ROOMIEST;

  /** Whether a device that comes later in the list is preferred, by what is compared of the two. */
  boolean prefersLater(int laterAgainstEarlier) {
    return switch (this) {
      case FIRST -> false;
      case TIGHTEST -> laterAgainstEarlier < 0;
      case ROOMIEST -> laterAgainstEarlier > 0;
    };
  }
}
