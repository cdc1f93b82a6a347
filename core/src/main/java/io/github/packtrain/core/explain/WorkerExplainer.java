package io.github.packtrain.core.explain;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.core.explain.WorkerExplanation.Miss;
import io.github.packtrain.core.explain.WorkerExplanation.Verdict;
import io.github.packtrain.core.plan.Diagnosis;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says what a worker has left and why nothing that waits takes it. Costs one look per waiting
 * class.
 */
public final class WorkerExplainer {
  private static final Comparator<WaitingClass> IN_QUEUE_ORDER =
      Comparator.comparingInt((WaitingClass waiting) -> -waiting.key().priority())
          .thenComparingLong(WorkerExplainer::firstJob);

  private final CoreState state;
  private final WorkerView worker;
  private final PlanView view;

  private WorkerExplainer(CoreState state, WorkerView worker, PlanView view) {
    this.state = state;
    this.worker = worker;
    this.view = view;
  }

  /**
   * Explains a worker.
   *
   * @param reachable which workers are connected now
   * @throws IllegalArgumentException when there is no such worker; ask {@link CoreState#findWorker}
   *     before
   */
  public static WorkerExplanation explain(
      CoreState state, Predicate<WorkerId> reachable, WorkerId id) {
    WorkerView worker =
        state.findWorker(id).orElseThrow(() -> new IllegalArgumentException("no worker " + id));
    return new WorkerExplainer(state, worker, state.planView(reachable)).explain();
  }

  private WorkerExplanation explain() {
    if (worker.lost()) {
      return settled(
          Verdict.LOST, "was silent for too long and is lost; what ran there runs elsewhere");
    }
    Optional<WorkerState> seen =
        view.workers().stream().filter(w -> w.id().equals(worker.id())).findFirst();
    if (worker.draining()) {
      String why = worker.drainReason().isEmpty() ? "" : " (" + worker.drainReason() + ")";
      return settled(Verdict.DRAINED, "is drained" + why + " and takes no new work; " + runs());
    }
    if (seen.isEmpty() || seen.get().gate() == Gate.UNREACHABLE) {
      return settled(
          Verdict.UNREACHABLE, "is not connected just now and takes no new work; " + runs());
    }
    return open(seen.get());
  }

  private WorkerExplanation open(WorkerState seen) {
    List<WaitingClass> waiting =
        view.classes().stream()
            .filter(taskClass -> taskClass.eligible() > 0)
            .sorted(IN_QUEUE_ORDER)
            .toList();
    List<Miss> misses = new ArrayList<>();
    boolean takesNone = !waiting.isEmpty();
    for (WaitingClass taskClass : waiting) {
      List<Reason> reasons = Diagnosis.of(taskClass.key().request(), List.of(seen)).reasons();
      takesNone &= reasons.getFirst().code() != Reason.Code.NEXT_CYCLE;
      if (misses.size() < WorkerExplanation.MISSES_MAX && !taskClass.heads().isEmpty()) {
        misses.add(new Miss(taskClass.heads().getFirst().job(), taskClass.eligible(), reasons));
      }
    }
    Verdict verdict =
        worker.attempts() == 0 ? Verdict.IDLE : takesNone ? Verdict.FULL : Verdict.RUNNING;
    String left = waiting.isEmpty() ? "; nothing waits" : "";
    return new WorkerExplanation(
        verdict, runs() + "; " + free(seen.free()) + left, misses, waiting.size() - misses.size());
  }

  private String runs() {
    int queued =
        (int)
            state.attemptsOn(worker.id()).stream()
                .filter(attempt -> attempt.behind() != null)
                .count();
    return "has "
        + Amounts.count(worker.attempts() - queued, "task")
        + (queued == 0 ? "" : " and " + queued + " queued behind them");
  }

  /** {@code 2 of 8 GPUs, 4 of 16 CPUs and 10 of 64 GiB of memory are free}. */
  private String free(Free free) {
    Resources all = worker.spec().allocatable();
    Resources left = free.resources();
    String gpus = "";
    if (free.devices() > 0) {
      long milli = 0;
      for (int i = 0; i < free.devices(); i++) {
        milli += free.milli(i);
      }
      gpus =
          Amounts.milli(milli)
              + " of "
              + Amounts.gpus((long) free.devices() * GpuRequest.WHOLE)
              + ", ";
    }
    return gpus
        + Amounts.milli(left.cpuMilli())
        + " of "
        + Amounts.cpus(all.cpuMilli())
        + " and "
        + Amounts.bytes(left.memoryBytes())
        + " of "
        + Amounts.bytes(all.memoryBytes())
        + " of memory are free";
  }

  private static long firstJob(WaitingClass waiting) {
    return waiting.heads().isEmpty() ? Long.MAX_VALUE : waiting.heads().getFirst().job().value();
  }

  private static WorkerExplanation settled(Verdict verdict, String summary) {
    return new WorkerExplanation(verdict, summary, List.of(), 0);
  }
}
