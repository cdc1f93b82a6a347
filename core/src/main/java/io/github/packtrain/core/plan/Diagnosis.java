package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;

/**
 * Why a request fits nowhere: every worker is asked what is missing, and the answers are counted
 * per cause with the best miss. Costs one pass over the workers, only for classes that are blocked.
 */
public final class Diagnosis {
  private final Request request;
  private final EnumMap<Code, Tally> tallies = new EnumMap<>(Code.class);
  private int feasibleWorkers;

  private Diagnosis(Request request) {
    this.request = request.withTopology(Topology.NONE);
  }

  /**
   * Whether any worker could run it when empty, and the reasons: of the present if so, else of the
   * impossible.
   */
  public record Verdict(boolean feasible, List<Reason> reasons) {}

  /** Diagnoses one more of the class, or one more gang, against the workers as they stand. */
  public static Verdict of(ClassKey key, List<WorkerState> workers) {
    Verdict alone = of(key.request(), workers);
    boolean fitsAlone = alone.reasons().getFirst().code() == Code.NEXT_CYCLE;
    boolean single = key.gang() == 1 && !Islands.matterTo(key.request());
    if (single || !alone.feasible() || workers.isEmpty()) {
      return alone;
    }
    Reason gang = Gang.reason(key.request(), key.gang(), workers);
    boolean feasible = !gang.code().isInfeasible();
    return fitsAlone || !feasible ? new Verdict(feasible, List.of(gang)) : alone;
  }

  /** Diagnoses {@code request} by itself, however near it wants its devices. */
  public static Verdict of(Request request, List<WorkerState> workers) {
    if (workers.isEmpty()) {
      return new Verdict(true, List.of(Reason.of(Code.NO_WORKERS, "")));
    }
    Diagnosis now = new Diagnosis(request);
    Diagnosis ever = new Diagnosis(request);
    for (WorkerState worker : workers) {
      if (Fit.couldEver(now.request, worker.spec())) {
        now.feasibleWorkers++;
        if (now.countNow(worker)) {
          return new Verdict(true, List.of(Reason.of(Code.NEXT_CYCLE, "")));
        }
        continue;
      }
      ever.countMisses(worker.spec(), Free.allOf(worker.spec()), true);
      if (!Fit.labelsMatch(request, worker.spec()) || kindMissing(request.gpu(), worker.spec())) {
        now.count(Code.CONSTRAINT, 0, 0, worker.spec(), constraintText(worker.spec(), request));
      } else {
        now.countMisses(worker.spec(), worker.free(), false);
      }
    }
    boolean feasible = now.feasibleWorkers > 0;
    return new Verdict(feasible, (feasible ? now : ever).reasons());
  }

  private boolean countNow(WorkerState worker) {
    return switch (worker.gate()) {
      case DRAINING -> count(Code.DRAINING, 0, 0, worker.spec(), "");
      case UNREACHABLE -> count(Code.UNREACHABLE, 0, 0, worker.spec(), "");
      case OPEN -> countMisses(worker.spec(), worker.free(), false);
    };
  }

  /** Counts what is missing; true when nothing is. */
  private boolean countMisses(WorkerSpec spec, Free free, boolean ever) {
    boolean fits = true;
    Resources need = request.resources();
    Resources have = free.resources();
    if (have.cpuMilli() < need.cpuMilli()) {
      fits =
          count(ever ? Code.INFEASIBLE_CPU : Code.CPU, need.cpuMilli(), have.cpuMilli(), spec, "");
    }
    if (have.memoryBytes() < need.memoryBytes()) {
      fits =
          count(
              ever ? Code.INFEASIBLE_MEMORY : Code.MEMORY,
              need.memoryBytes(),
              have.memoryBytes(),
              spec,
              "");
    }
    if (have.diskBytes() < need.diskBytes()) {
      fits =
          count(
              ever ? Code.INFEASIBLE_DISK : Code.DISK,
              need.diskBytes(),
              have.diskBytes(),
              spec,
              "");
    }
    if (ever && !Fit.labelsMatch(request, spec)) {
      fits = count(Code.INFEASIBLE_LABEL, 0, 0, spec, constraintText(spec, request));
    }
    return countGpuMisses(spec, free, ever) && fits;
  }

  private boolean countGpuMisses(WorkerSpec spec, Free free, boolean ever) {
    GpuRequest gpu = request.gpu();
    if (gpu.isNone() || Fit.devicesSuffice(gpu, spec, free)) {
      return true;
    }
    List<Device> devices = spec.devices();
    int ofKind = 0;
    int bigEnough = 0;
    long bestMilli = 0;
    long bestMemory = 0;
    for (int i = 0; i < devices.size(); i++) {
      if (gpu.matchesKind(devices.get(i))) {
        boolean open = free.milli(i) >= gpu.milli();
        bestMilli =
            gpu.isShare()
                ? Math.max(bestMilli, free.milli(i))
                : bestMilli + (open ? GpuRequest.WHOLE : 0);
        ofKind += open ? 1 : 0;
        bestMemory = open ? Math.max(bestMemory, free.memoryBytes(i)) : bestMemory;
        bigEnough +=
            open
                    && free.memoryBytes(i) >= gpu.memoryTakenFrom(devices.get(i))
                    && gpu.matches(devices.get(i))
                ? 1
                : 0;
      }
    }
    if (kindMissing(gpu, spec)) {
      return count(
          Code.INFEASIBLE_GPU_KIND,
          gpu.count(),
          0,
          spec,
          spec.devices().isEmpty() ? "no GPU" : spec.devices().getFirst().model());
    }
    if (ofKind < gpu.count()) {
      return count(
          ever ? Code.INFEASIBLE_GPU_COUNT : Code.GPU,
          (long) gpu.count() * gpu.milli(),
          bestMilli,
          spec,
          "");
    }
    return count(
        ever ? Code.INFEASIBLE_GPU_MEMORY : Code.GPU_MEMORY,
        gpu.memoryBytes(),
        bestMemory,
        spec,
        bigEnough + " of " + gpu.count());
  }

  private static boolean kindMissing(GpuRequest gpu, WorkerSpec spec) {
    return !gpu.isNone() && spec.devices().stream().noneMatch(gpu::matchesKind);
  }

  private static String constraintText(WorkerSpec spec, Request request) {
    for (var label : request.labels().entrySet()) {
      if (!label.getValue().equals(spec.labels().get(label.getKey()))) {
        return "label " + label.getKey() + "=" + label.getValue();
      }
    }
    return spec.devices().isEmpty() ? "no GPU" : "GPU is " + spec.devices().getFirst().model();
  }

  private boolean count(Code code, long need, long best, WorkerSpec spec, String detail) {
    Tally tally = tallies.computeIfAbsent(code, _ -> new Tally());
    if (tally.workers++ == 0 || best > tally.best) {
      tally.best = best;
      tally.bestWorker = spec.name();
      tally.detail = detail;
    }
    tally.need = need;
    return false;
  }

  private List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    tallies.forEach(
        (code, tally) ->
            reasons.add(
                new Reason(
                    code, tally.workers, tally.need, tally.best, tally.bestWorker, tally.detail)));
    reasons.sort(Comparator.comparingInt(Reason::workers).reversed());
    return reasons;
  }

  private static final class Tally {
    int workers;
    long need;
    long best;
    String bestWorker = "";
    String detail = "";

    Tally() {}
  }
}
