package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;

/** Amounts of a room as shares of the whole, from 0 to 1000, and what would be left of it. */
final class Shares {
  static final int ALL = 1_000;

  private Shares() {}

  /** {@code part} of {@code whole} in thousandths; 0 when there is nothing of it. */
  static long permille(long part, long whole) {
    if (whole == 0) {
      return 0;
    }
    return whole <= Long.MAX_VALUE / ALL ? part * ALL / whole : part / (whole / ALL);
  }

  /** Free thousandths of all devices together after placing the request. */
  static long gpuLeft(Request request, Room room) {
    return room.gpuMilli() - gpuAsked(request);
  }

  static long gpuAsked(Request request) {
    return (long) request.gpu().count() * request.gpu().milli();
  }

  static long cpuLeft(Request request, Room room) {
    return room.cpuMilli() - request.resources().cpuMilli();
  }

  static long memoryLeft(Request request, Room room) {
    return room.memoryBytes() - request.resources().memoryBytes();
  }

  /** What would be left of CPU, then of memory, each as a share of the machine; one number. */
  static long hostLeft(Request request, Room room) {
    Resources all = room.spec().allocatable();
    return permille(cpuLeft(request, room), all.cpuMilli()) * (ALL + 1)
        + permille(memoryLeft(request, room), all.memoryBytes());
  }

  /** Thousandths of all devices together, used or not. */
  static long gpuCapacity(Room room) {
    return (long) room.spec().devices().size() * GpuRequest.WHOLE;
  }

  /** Share of the devices in use; 0 where there are none. */
  static long gpuUsed(Room room) {
    return permille(gpuCapacity(room) - room.gpuMilli(), gpuCapacity(room));
  }

  static long cpuUsed(Room room) {
    int all = room.spec().allocatable().cpuMilli();
    return permille((long) all - room.cpuMilli(), all);
  }

  static long memoryUsed(Room room) {
    long all = room.spec().allocatable().memoryBytes();
    return permille(all - room.memoryBytes(), all);
  }
}
