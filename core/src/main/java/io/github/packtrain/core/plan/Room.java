package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the planner knows it, with what the present cycle has left of it. The sums over its
 * free devices are kept so that most requests are turned down without a look at the devices.
 * Policies read it and leave their notes on it; only the planner changes it.
 */
public final class Room {
  /** As the last view showed it. */
  WorkerState seen;

  Shape shape;
  Free free;
  Gate gate;
  Load load;
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

  private @Nullable Object note;
  private int notedVersion = -1;

  Room(WorkerState seen, Shape shape) {
    this.seen = seen;
    this.shape = shape;
    this.gate = seen.gate();
    this.free = seen.free();
    this.load = seen.load();
    count();
  }

  /** A worker by itself, outside of any cycle: to ask a policy about it. */
  public static Room of(WorkerState worker) {
    return new Room(worker, new Shape(0, worker.spec()));
  }

  int id() {
    return seen.id().value();
  }

  /** Of its worker in the view. */
  public int place() {
    return place;
  }

  public WorkerId worker() {
    return seen.id();
  }

  public WorkerSpec spec() {
    return seen.spec();
  }

  /** What is free now, placements of this cycle considered. */
  public Free free() {
    return free;
  }

  /** Likewise. */
  public Load load() {
    return load;
  }

  /** What all workers of this make have in common. */
  public Shape shape() {
    return shape;
  }

  public int cpuMilli() {
    return cpuMilli;
  }

  public long memoryBytes() {
    return memoryBytes;
  }

  /** Free thousandths of all devices together. */
  public long gpuMilli() {
    return gpuMilli;
  }

  /** Devices that nobody holds a part of. */
  public int wholeDevices() {
    return wholeDevices;
  }

  /** What the policy noted about this room as it is now, or null. */
  public @Nullable Object note() {
    return notedVersion == version ? note : null;
  }

  /** Kept until the room changes; how the note depends on anything else is the policy's matter. */
  public void putNote(Object newNote) {
    note = newNote;
    notedVersion = version;
  }

  /**
   * Takes over what a view says; false when it is what was known.
   *
   * @param loadCounts whether another load makes it another room
   */
  boolean follow(WorkerState now, Shape nowShape, boolean loadCounts) {
    boolean same =
        gate == now.gate()
            && shape == nowShape
            && free.equals(now.free())
            && (!loadCounts || load.equals(now.load()));
    load = now.load();
    seen = now;
    shape = nowShape;
    gate = now.gate();
    free = now.free();
    if (!same) {
      count();
    }
    return !same;
  }

  void take(Allocation allocation, GpuRequest gpu, long number) {
    free = free.take(allocation);
    load = load.placed(gpu, number);
    count();
  }

  void giveBack(Allocation allocation) {
    free = free.giveBack(allocation);
    load = load.withdrawn();
    count();
  }

  /** One more attempt waits in a local queue here; what is free stays. */
  void join(long number) {
    load = load.joined(number);
    version++;
  }

  /** What the cycle has made of it. */
  WorkerState present() {
    return free == seen.free() ? seen : new WorkerState(seen.id(), seen.spec(), free, gate, load);
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
