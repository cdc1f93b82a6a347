package io.github.packtrain.core.learn;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.WorkerSpec;
import java.util.Locale;

/** Names a kind of machine, so that workers of one kind learn from each other. */
public final class Hardware {
  private static final long GIB = 1L << 30;

  private Hardware() {}

  /**
   * Model and memory of its first device, such as {@code a100-80g}, or {@code cpu}; the very same
   * text for all machines of a kind, since each end of a task compares it.
   */
  public static String of(WorkerSpec spec) {
    if (spec.devices().isEmpty()) {
      return "cpu";
    }
    Device first = spec.devices().getFirst();
    long gib = (first.memoryBytes() + GIB / 2) / GIB;
    return (first.model().toLowerCase(Locale.ROOT) + "-" + gib + "g").intern();
  }
}
