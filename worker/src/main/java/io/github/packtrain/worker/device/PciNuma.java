package io.github.packtrain.worker.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The NUMA node that a PCI device hangs on. */
final class PciNuma {
  static final int UNKNOWN = -1;

  private PciNuma() {}

  /** Reads it from the device's directory in {@code /sys}; -1 where not known. */
  static int nodeOf(Path deviceDirectory) {
    try {
      int node = Integer.parseInt(Files.readString(deviceDirectory.resolve("numa_node")).strip());
      return Math.max(UNKNOWN, node);
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
