package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;

/** How many members of a gang find room. */
final class Gang {
  private Gang() {}

  /** How many tasks fit on the worker, at most {@code most}. */
  static int copies(Request request, WorkerSpec spec, Free free, int most) {
    Free left = free;
    int copies = 0;
    while (copies < most) {
      List<DeviceShare> devices = Fit.devicesFor(request, spec, left, Fit.DeviceOrder.FIRST);
      if (devices == null) {
        return copies;
      }
      left = left.take(new Allocation(request.resources(), devices));
      copies++;
    }
    return copies;
  }

  /** Whether workers of these makes could run so many at once when empty. */
  static boolean couldEver(Request request, int gang, List<Shape> shapes) {
    long places = 0;
    for (Shape shape : shapes) {
      if (shape.rooms > 0 && places < gang) {
        places += (long) shape.rooms * copies(request, shape.spec, Free.allOf(shape.spec), gang);
      }
    }
    return places >= gang;
  }

  /** Why the gang waits although one member alone would find room. */
  static Reason reason(Request request, int gang, List<WorkerState> workers) {
    int now = 0;
    int ever = 0;
    int places = 0;
    for (WorkerState worker : workers) {
      int here =
          worker.gate() == Gate.OPEN ? copies(request, worker.spec(), worker.free(), gang) : 0;
      places += here > 0 ? 1 : 0;
      now = Math.min(gang, now + here);
      int empty = copies(request, worker.spec(), Free.allOf(worker.spec()), gang);
      ever = Math.min(gang, ever + empty);
    }
    if (ever < gang) {
      return new Reason(Code.INFEASIBLE_GANG, workers.size(), gang, ever, "", "");
    }
    return now < gang
        ? new Reason(Code.GANG, places, gang, now, "", "")
        : Reason.of(Code.NEXT_CYCLE, "");
  }
}
