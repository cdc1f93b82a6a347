package io.github.packtrain.master.api;

import io.github.packtrain.core.WorkerView;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.protocol.v1.DeviceShare;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerState;
import io.github.packtrain.session.loop.Presence;
import io.github.packtrain.session.wire.ResourceWire;

/** Workers on the wire. */
final class WorkerViews {
  private WorkerViews() {}

  static Worker of(WorkerView worker, View view) {
    Presence.Sign sign = view.presence().workers().get(worker.id());
    boolean connected = sign != null && sign.connected();
    Worker.Builder wire =
        Worker.newBuilder()
            .setId(worker.id().toString())
            .setSpec(ResourceWire.toWire(worker.spec()))
            .setState(state(worker, connected))
            .setAllocated(
                ResourceWire.toWire(worker.spec().allocatable().minus(worker.free().resources())))
            .setAttempts(worker.attempts())
            .setDrainReason(worker.draining() ? worker.drainReason() : "");
    addDevices(wire, worker);
    Times.ifPassed(worker.changedAtMillis(), wire::setChangedAt);
    if (sign != null) {
      wire.setObserved(sign.observed());
      Times.ifPassed(sign.heardAtMillis(), wire::setLastHeardAt);
    }
    return wire.build();
  }

  static WorkerState state(WorkerView worker, boolean connected) {
    if (worker.lost()) {
      return WorkerState.WORKER_LOST;
    }
    if (!connected) {
      return WorkerState.WORKER_UNREACHABLE;
    }
    if (worker.draining()) {
      return WorkerState.WORKER_DRAINING;
    }
    return worker.attempts() > 0 ? WorkerState.WORKER_BUSY : WorkerState.WORKER_IDLE;
  }

  private static void addDevices(Worker.Builder wire, WorkerView worker) {
    Free all = Free.allOf(worker.spec());
    for (int i = 0; i < worker.spec().devices().size(); i++) {
      wire.addDeviceAllocated(
          DeviceShare.newBuilder()
              .setDevice(i)
              .setGpuMilli(all.milli(i) - worker.free().milli(i))
              .setMemoryBytes(all.memoryBytes(i) - worker.free().memoryBytes(i)));
    }
  }
}
