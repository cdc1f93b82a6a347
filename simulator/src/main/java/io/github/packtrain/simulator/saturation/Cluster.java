package io.github.packtrain.simulator.saturation;

import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Load;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.replay.Fragmentation;
import java.util.List;

/** The machines as they fill up, with what is measured of them. */
final class Cluster {
  private final WorkerState[] workers;
  private final double[] fragmentedMilli;
  private final Fragmentation fragmentation;
  private final long gpuMilli;
  private List<WorkerState> shown;
  private long allocatedMilli;
  private double fragmentedMilliAll;

  /**
   * @param numbers the worker at each place, from 0
   */
  Cluster(List<WorkerSpec> nodes, int[] numbers, Fragmentation fragmentation) {
    this.fragmentation = fragmentation;
    this.workers = new WorkerState[nodes.size()];
    this.fragmentedMilli = new double[workers.length];
    long devices = 0;
    for (int i = 0; i < workers.length; i++) {
      WorkerSpec spec = nodes.get(numbers[i]);
      workers[i] = new WorkerState(new WorkerId(i + 1), spec, Free.allOf(spec), Gate.OPEN);
      devices += spec.devices().size();
      measure(i);
    }
    this.gpuMilli = devices * GpuRequest.WHOLE;
    this.shown = List.of(workers);
  }

  List<WorkerState> workers() {
    return shown;
  }

  /** Thousandths of all devices. */
  long gpuMilli() {
    return gpuMilli;
  }

  /**
   * Takes what was placed.
   *
   * @throws IllegalStateException when it is not free: the planner's fault, which a test would show
   */
  void take(Placement placed, Request request, long number) {
    int at = placed.worker().value() - 1;
    WorkerState before = workers[at];
    Allocation allocation = new Allocation(request.resources(), placed.devices());
    if (!before.free().covers(allocation)) {
      throw new IllegalStateException(placed + " is more than " + before.free());
    }
    Load load = before.load().placed(request.gpu(), number);
    Free free = before.free().take(allocation);
    workers[at] = new WorkerState(before.id(), before.spec(), free, Gate.OPEN, load);
    shown = List.of(workers);
    for (DeviceShare share : placed.devices()) {
      allocatedMilli += share.milli();
    }
    measure(at);
  }

  private void measure(int at) {
    fragmentedMilliAll -= fragmentedMilli[at];
    fragmentedMilli[at] = fragmentation.milli(workers[at]);
    fragmentedMilliAll += fragmentedMilli[at];
  }

  double unallocatedPercent() {
    return 100.0 - 100.0 * allocatedMilli / gpuMilli;
  }

  double fragmentedPercent() {
    return 100.0 * fragmentedMilliAll / gpuMilli;
  }
}
