package io.github.packtrain.core.plan;

import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** What is free on a worker. Immutable: taking and giving back answer a new one. */
public final class Free {
  private final Resources resources;
  private final int[] deviceMilli;
  private final long[] deviceMemory;

  private Free(Resources resources, int[] deviceMilli, long[] deviceMemory) {
    this.resources = resources;
    this.deviceMilli = deviceMilli;
    this.deviceMemory = deviceMemory;
  }

  /** All that the worker offers; an unhealthy device offers nothing. */
  public static Free allOf(WorkerSpec spec) {
    List<Device> devices = spec.devices();
    int[] milli = new int[devices.size()];
    long[] memory = new long[devices.size()];
    for (int i = 0; i < milli.length; i++) {
      if (devices.get(i).healthy()) {
        milli[i] = GpuRequest.WHOLE;
        memory[i] = devices.get(i).memoryBytes();
      }
    }
    return new Free(spec.allocatable(), milli, memory);
  }

  public Resources resources() {
    return resources;
  }

  public int devices() {
    return deviceMilli.length;
  }

  /** Free thousandths of a device, 0 to 1000. */
  public int milli(int device) {
    return deviceMilli[device];
  }

  /** Devices that nobody holds a part of. */
  int wholeDevices() {
    int whole = 0;
    for (int milli : deviceMilli) {
      whole += milli == GpuRequest.WHOLE ? 1 : 0;
    }
    return whole;
  }

  public long memoryBytes(int device) {
    return deviceMemory[device];
  }

  public boolean covers(Allocation allocation) {
    if (!resources.covers(allocation.resources())) {
      return false;
    }
    List<DeviceShare> shares = allocation.devices();
    for (int i = 0; i < shares.size(); i++) {
      DeviceShare share = shares.get(i);
      if (share.device() >= deviceMilli.length
          || deviceMilli[share.device()] < share.milli()
          || deviceMemory[share.device()] < share.memoryBytes()) {
        return false;
      }
    }
    return true;
  }

  /** The rest after the allocation, which must be covered. */
  public Free take(Allocation allocation) {
    return changed(resources.minus(allocation.resources()), allocation.devices(), -1);
  }

  /** The rest after as much of the allocation as there is: nothing goes below zero. */
  public Free takeUpTo(Allocation allocation) {
    Resources less = allocation.resources();
    Resources rest =
        new Resources(
            Math.max(0, resources.cpuMilli() - less.cpuMilli()),
            Math.max(0, resources.memoryBytes() - less.memoryBytes()),
            Math.max(0, resources.diskBytes() - less.diskBytes()));
    int[] milli = deviceMilli.clone();
    long[] memory = deviceMemory.clone();
    for (DeviceShare share : allocation.devices()) {
      int device = share.device();
      milli[device] = Math.max(0, milli[device] - share.milli());
      memory[device] = Math.max(0, memory[device] - share.memoryBytes());
    }
    return new Free(rest, milli, memory);
  }

  /** With nothing free on the other devices. */
  Free only(IntPredicate devices) {
    int[] milli = deviceMilli.clone();
    long[] memory = deviceMemory.clone();
    for (int i = 0; i < milli.length; i++) {
      if (!devices.test(i)) {
        milli[i] = 0;
        memory[i] = 0;
      }
    }
    return new Free(resources, milli, memory);
  }

  /** Nothing at all, of a worker with so many devices. */
  static Free nothing(int devices) {
    return new Free(Resources.NONE, new int[devices], new long[devices]);
  }

  /** Of everything the less. */
  Free least(Free other) {
    Resources mine = resources;
    Resources its = other.resources;
    int[] milli = deviceMilli.clone();
    long[] memory = deviceMemory.clone();
    for (int i = 0; i < milli.length; i++) {
      milli[i] = Math.min(milli[i], other.deviceMilli[i]);
      memory[i] = Math.min(memory[i], other.deviceMemory[i]);
    }
    return new Free(
        new Resources(
            Math.min(mine.cpuMilli(), its.cpuMilli()),
            Math.min(mine.memoryBytes(), its.memoryBytes()),
            Math.min(mine.diskBytes(), its.diskBytes())),
        milli,
        memory);
  }

  public Free giveBack(Allocation allocation) {
    return changed(resources.plus(allocation.resources()), allocation.devices(), 1);
  }

  private Free changed(Resources newResources, List<DeviceShare> shares, int sign) {
    if (shares.isEmpty()) {
      return new Free(newResources, deviceMilli, deviceMemory);
    }
    int[] milli = deviceMilli.clone();
    long[] memory = deviceMemory.clone();
    for (int i = 0; i < shares.size(); i++) {
      DeviceShare share = shares.get(i);
      milli[share.device()] += sign * share.milli();
      memory[share.device()] += sign * share.memoryBytes();
    }
    return new Free(newResources, milli, memory);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Free that
        && resources.equals(that.resources)
        && Arrays.equals(deviceMilli, that.deviceMilli)
        && Arrays.equals(deviceMemory, that.deviceMemory);
  }

  @Override
  public int hashCode() {
    return resources.hashCode() * 31 + Arrays.hashCode(deviceMilli);
  }

  @Override
  public String toString() {
    return resources
        + " devices "
        + Arrays.toString(deviceMilli)
        + " memory "
        + Arrays.toString(deviceMemory);
  }
}
