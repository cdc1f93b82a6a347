package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the planner knows it, with what the present cycle has left of it. The sums over its
 * free devices are kept so that most requests are turned down without a look at the devices.
 */
final class Room {
  /** As the last view showed it. */
  WorkerState seen;

  Shape shape;
  Free free;
  Gate gate;
  int cpuMilli;
  long memoryBytes;
  long diskBytes;

  /** Free thousandths of all devices together. */
  long gpuMilli;

  /** Devices that nobody holds a part of. */
  int wholeDevices;

  /** Free thousandths of the device that has most. */
  int mostMilli;

  /** Grows with each change; what was found out about an older one is void. */
  int version;

  /** Number of its last change in {@link Rooms}. */
  long changedAt;

  /** Neighbours in order of the last change. */
  @Nullable Room newer;

  @Nullable Room older;

  /** Place in {@link Rooms}. */
  int place;

  Room(WorkerState seen, Shape shape) {
    this.seen = seen;
    this.shape = shape;
    this.gate = seen.gate();
    this.free = seen.free();
    count();
  }

  int id() {
    return seen.id().value();
  }

  /** Takes over what a view says; false when it is what was known. */
  boolean follow(WorkerState now, Shape nowShape) {
    boolean same = gate == now.gate() && shape == nowShape && free.equals(now.free());
    seen = now;
    shape = nowShape;
    gate = now.gate();
    free = now.free();
    if (!same) {
      count();
    }
    return !same;
  }

  void take(Allocation allocation) {
    free = free.take(allocation);
    count();
  }

  void giveBack(Allocation allocation) {
    free = free.giveBack(allocation);
    count();
  }

  /** What the cycle has made of it. */
  WorkerState present() {
    return free == seen.free() ? seen : new WorkerState(seen.id(), seen.spec(), free, gate);
  }

  private void count() {
    version++;
    Resources resources = free.resources();
    cpuMilli = resources.cpuMilli();
    memoryBytes = resources.memoryBytes();
    diskBytes = resources.diskBytes();
    gpuMilli = 0;
    wholeDevices = 0;
    mostMilli = 0;
    for (int i = 0; i < free.devices(); i++) {
      int milli = free.milli(i);
      gpuMilli += milli;
      wholeDevices += milli == GpuRequest.WHOLE ? 1 : 0;
      mostMilli = Math.max(mostMilli, milli);
    }
  }
}
