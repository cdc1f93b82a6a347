package io.github.packtrain.core.plan;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What workers of one make have in common: whether a request could ever run is the same for all of
 * them, and is found out once.
 */
public final class Shape {
  /** Small number, for tables by shape. */
  final int index;

  /** One worker of this make; its name and the ids of its devices do not count. */
  final WorkerSpec spec;

  /** In which they stand; empty where not said. */
  final String rack;

  /** Workers of this make. */
  int rooms;

  /** How many of the requests that wait in the present cycle were compared with this make. */
  int awaitedChecked;

  /** The cycle that {@link #awaitedChecked} and {@link #awaited} are of. */
  long awaitedCycle;

  /** Whether a request that could run here waits in that cycle. */
  boolean awaited;

  private @Nullable Object note;

  Shape(int index, WorkerSpec spec) {
    this.index = index;
    this.spec = spec;
    this.rack = Islands.rackOf(spec);
  }

  /** One worker of this make; its name and the ids of its devices do not count. */
  public WorkerSpec spec() {
    return spec;
  }

  /** What the policy noted about this make, or null. */
  public @Nullable Object note() {
    return note;
  }

  public void putNote(Object newNote) {
    note = newNote;
  }

  /** Equal for workers of one make only: each text is preceded by its length. */
  static String nameOf(WorkerSpec spec) {
    StringBuilder name = new StringBuilder();
    Resources all = spec.allocatable();
    name.append(all.cpuMilli()).append(' ').append(all.memoryBytes()).append(' ');
    name.append(all.diskBytes());
    for (Device device : spec.devices()) {
      name.append('|').append(device.vendor()).append(' ').append(device.memoryBytes());
      name.append(' ').append(device.computeCapability()).append(' ').append(device.healthy());
      append(name, device.model());
      append(name, device.island());
    }
    name.append('#');
    for (Map.Entry<String, String> label : spec.labels().entrySet()) {
      append(name, label.getKey());
      append(name, label.getValue());
    }
    return name.toString();
  }

  private static void append(StringBuilder name, String text) {
    name.append(' ').append(text.length()).append(':').append(text);
  }
}
