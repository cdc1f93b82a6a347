package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.DeviceOrder;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What one could ask instead. The closest miss of each reason is tried on the workers as they
 * stand, and only what would really help is said.
 */
final class Relaxations {
  private static final int TRIES_MAX = 16;

  private final Request request;
  private final List<WorkerState> workers;

  Relaxations(Request request, List<WorkerState> workers) {
    this.request = request;
    this.workers = workers;
  }

  /** One sentence per option that alone would help. */
  List<String> hints(List<Reason> reasons) {
    List<String> hints = new ArrayList<>();
    for (Reason reason : reasons) {
      for (Option option : optionsFor(reason)) {
        String hint = hintOf(option, reason.code().isInfeasible());
        if (!hint.isEmpty()) {
          hints.add(hint);
          break;
        }
      }
    }
    return hints;
  }

  /** Another request, and the option of the command line that makes it. */
  private record Option(String flag, Request request) {}

  private List<Option> optionsFor(Reason reason) {
    Resources r = request.resources();
    long best = reason.best();
    if (best <= 0) {
      return List.of();
    }
    return switch (reason.code()) {
      case CPU, INFEASIBLE_CPU ->
          List.of(
              new Option(
                  "--cpu " + Amounts.milli(best),
                  with(new Resources((int) best, r.memoryBytes(), r.diskBytes()))));
      case MEMORY, INFEASIBLE_MEMORY ->
          List.of(
              new Option(
                  "--mem " + Amounts.bytesOption(best),
                  with(new Resources(r.cpuMilli(), best, r.diskBytes()))));
      case DISK, INFEASIBLE_DISK ->
          List.of(
              new Option(
                  "--disk " + Amounts.bytesOption(best),
                  with(new Resources(r.cpuMilli(), r.memoryBytes(), best))));
      case GPU, INFEASIBLE_GPU_COUNT -> fewerGpus(best);
      case GPU_MEMORY, INFEASIBLE_GPU_MEMORY -> lessGpuMemory(best);
      case INFEASIBLE_GPU_KIND,
          INFEASIBLE_LABEL,
          INFEASIBLE_GANG,
          GANG,
          NO_WORKERS,
          CONSTRAINT,
          DRAINING,
          UNREACHABLE,
          JOB_LIMIT,
          BACKOFF,
          NEXT_CYCLE ->
          List.of();
    };
  }

  private List<Option> fewerGpus(long bestMilli) {
    GpuRequest gpu = request.gpu();
    long asked = (long) gpu.count() * gpu.milli();
    boolean useful = bestMilli < asked && (gpu.isShare() || bestMilli >= GpuRequest.WHOLE);
    if (!useful) {
      return List.of();
    }
    int count = gpu.isShare() ? 1 : (int) (bestMilli / GpuRequest.WHOLE);
    int milli = gpu.isShare() ? (int) bestMilli : GpuRequest.WHOLE;
    return List.of(
        new Option(
            "--gpu " + Amounts.milli((long) count * milli),
            with(gpu, count, milli, gpu.memoryBytes())));
  }

  /** The best free one first, then what the devices have in all, biggest first. */
  private List<Option> lessGpuMemory(long best) {
    GpuRequest gpu = request.gpu();
    TreeSet<Long> sizes = new TreeSet<>();
    sizes.add(best);
    for (WorkerState worker : workers) {
      for (Device device : worker.spec().devices()) {
        sizes.add(device.memoryBytes());
      }
    }
    return sizes.headSet(gpu.memoryBytes(), false).descendingSet().stream()
        .limit(TRIES_MAX)
        .map(
            bytes ->
                new Option(
                    "--gpu-mem " + Amounts.bytesOption(bytes),
                    with(gpu, gpu.count(), gpu.milli(), bytes)))
        .toList();
  }

  private Request with(Resources resources) {
    return new Request(resources, request.gpu(), request.labels());
  }

  private Request with(GpuRequest gpu, int count, int milli, long memoryBytes) {
    return new Request(
        request.resources(),
        new GpuRequest(
            count, milli, memoryBytes, gpu.vendors(), gpu.models(), gpu.computeCapability()),
        request.labels());
  }

  /** Empty when it would not help. */
  private String hintOf(Option option, boolean orLater) {
    int now = 0;
    int ever = 0;
    String first = "";
    for (WorkerState worker : workers) {
      if (worker.gate() == Gate.OPEN && fits(option.request(), worker, worker.free())) {
        first = now == 0 ? worker.spec().name() : first;
        now++;
      }
      ever += fits(option.request(), worker, Free.allOf(worker.spec())) ? 1 : 0;
    }
    String submitted = "submitted with " + option.flag() + " it could ";
    if (now > 0) {
      String where = now == 1 ? first : Amounts.count(now, "worker") + ", such as " + first;
      return submitted + "start now on " + where;
    }
    return orLater && ever > 0
        ? submitted + "run on " + Amounts.count(ever, "worker") + " once there is room"
        : "";
  }

  private static boolean fits(Request request, WorkerState worker, Free free) {
    return Fit.devicesFor(request, worker.spec(), free, DeviceOrder.FIRST) != null;
  }
}
