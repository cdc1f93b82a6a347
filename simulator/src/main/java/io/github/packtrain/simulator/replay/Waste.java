package io.github.packtrain.simulator.replay;

import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Request;
import io.github.packtrain.simulator.trace.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of all machines' devices is fragmented; costs by the machines that changed. */
final class Waste {
  private final Fragmentation fragmentation;
  private final @Nullable WorkerState[] seen;
  private final double[] milli;
  private double all;

  Waste(Workload workload) {
    List<Request> requests = new ArrayList<>();
    workload.jobs().forEach(job -> requests.add(job.spec().request()));
    this.fragmentation = new Fragmentation(requests);
    this.seen = new WorkerState[workload.workers().size()];
    this.milli = new double[seen.length];
  }

  /** In thousandths of devices. */
  double milli(List<WorkerState> workers) {
    for (WorkerState worker : workers) {
      int at = worker.id().value() - 1;
      if (seen[at] != worker) {
        seen[at] = worker;
        all -= milli[at];
        milli[at] = fragmentation.milli(worker);
        all += milli[at];
      }
    }
    return Math.max(0, all);
  }
}
