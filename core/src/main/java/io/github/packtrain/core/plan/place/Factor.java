package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import java.util.Locale;

/** The factors of {@code score}. Each goes from 0 to 1000, more is better. */
public enum Factor {
  /** How little of the machine's devices stays unused: 1000 when none is left. */
  HARDWARE_MATCH("5") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      return Shares.ALL
          - Shares.permille(Shares.gpuLeft(task.request(), room), Shares.gpuCapacity(room));
    }
  },
  /** Memory that would be left, as a share of the machine's. */
  MEMORY_MARGIN("0.5") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      long all = room.spec().allocatable().memoryBytes();
      return Shares.permille(Shares.memoryLeft(task.request(), room), all);
    }
  },
  /** Compute capability of the best device that would do: 10.0 and more count 1000. */
  COMPUTE_CAPABILITY("0.3") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      int best = 0;
      for (Device device : room.spec().devices()) {
        best =
            task.request().gpu().matches(device)
                ? Math.max(best, device.computeCapability())
                : best;
      }
      return Math.min(Shares.ALL, best * 10L);
    }
  },
  /** CPU that would be left, as a share of the machine's. */
  CORES("0.2") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      int all = room.spec().allocatable().cpuMilli();
      return Shares.permille(Shares.cpuLeft(task.request(), room), all);
    }
  },
  /**
   * How exactly the devices are what is asked: the asked part of the smallest device that would do;
   * 500 when no memory is asked, and when no device is.
   */
  DEVICE_MATCH("1") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      GpuRequest gpu = task.request().gpu();
      long smallest = Long.MAX_VALUE;
      for (Device device : room.spec().devices()) {
        smallest = gpu.matches(device) ? Math.min(smallest, device.memoryBytes()) : smallest;
      }
      boolean asks = !gpu.isNone() && gpu.memoryBytes() > 0;
      return asks && smallest < Long.MAX_VALUE ? Shares.permille(gpu.memoryBytes(), smallest) : 500;
    }
  },
  /** How good the worker has been at this kind of task. */
  SPECIALISATION("2") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      return lore.specialisation(task, room.worker());
    }
  },
  /** How lately it ran the same family. */
  AFFINITY("1.5") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      return lore.affinity(task, room.worker());
    }
  },
  /** Work done for the time it holds the machine: learned speed times reliability. */
  EFFICIENCY("1") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      return (long) lore.speed(task, room.worker())
          * lore.reliability(task, room.worker())
          / Shares.ALL;
    }
  },
  /** What is idle: 1000 when nothing of CPU and devices is in use. */
  LOAD("0.5") {
    @Override
    long of(ClassKey task, Room room, Lore lore) {
      return Shares.ALL - Math.max(Shares.gpuUsed(room), Shares.cpuUsed(room));
    }
  };

  private final String usualWeight;

  Factor(String usualWeight) {
    this.usualWeight = usualWeight;
  }

  /** 0 to 1000. */
  abstract long of(ClassKey task, Room room, Lore lore);

  /** Its name as an option. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  String usualWeight() {
    return usualWeight;
  }
}
