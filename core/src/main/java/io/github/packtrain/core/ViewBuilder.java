package io.github.packtrain.core;

import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes the compact view of a cycle. Runs on the writer's thread, so it costs by classes and
 * workers only.
 */
final class ViewBuilder {
  /** Jobs per class whose order of arrival against other classes is exact. */
  private static final int HEADS_MAX = 64;

  /**
   * Tasks of at most this average run time may queue on a worker: then a round trip is a notable
   * part of them.
   */
  private static final long SHORT_TASK_MILLIS = 250;

  private static final int QUEUE_DEPTH_MAX = 8;

  private ViewBuilder() {}

  static PlanView build(CoreState state, Predicate<WorkerId> reachable) {
    List<WorkerState> workers = new ArrayList<>(state.workers.size());
    for (WorkerRecord worker : state.workers.values()) {
      if (!worker.lost) {
        workers.add(
            new WorkerState(worker.id, worker.spec, worker.free, gateOf(worker, reachable)));
      }
    }
    List<WaitingClass> classes = new ArrayList<>();
    for (TaskClass taskClass : state.classes.values()) {
      if (taskClass.eligible > 0) {
        classes.add(waiting(state, taskClass, reachable));
      }
    }
    return new PlanView(state.position, classes, workers);
  }

  private static Gate gateOf(WorkerRecord worker, Predicate<WorkerId> reachable) {
    if (worker.draining) {
      return Gate.DRAINING;
    }
    return reachable.test(worker.id) ? Gate.OPEN : Gate.UNREACHABLE;
  }

  private static WaitingClass waiting(
      CoreState state, TaskClass taskClass, Predicate<WorkerId> reachable) {
    List<Head> heads = new ArrayList<>();
    boolean shortTasks = true;
    for (JobRecord job : taskClass.ready.values()) {
      if (heads.size() == HEADS_MAX) {
        break;
      }
      heads.add(new Head(job.id, job.indexedEligible));
      shortTasks &= job.observations > 0 && job.meanRunMillis <= SHORT_TASK_MILLIS;
    }
    int depth = shortTasks ? QUEUE_DEPTH_MAX : 0;
    List<Tail> tails = new ArrayList<>();
    if (depth > 0) {
      for (AttemptRecord attempt : taskClass.tails.values()) {
        if (gateOf(attempt.worker, reachable) == Gate.OPEN && !attempt.worker.lost) {
          tails.add(new Tail(attempt.worker.id, attempt.id, depthOf(state, attempt)));
        }
      }
    }
    int eligible = (int) Math.min(taskClass.eligible, Integer.MAX_VALUE);
    return new WaitingClass(taskClass.id, taskClass.key, eligible, heads, depth, tails);
  }

  private static int depthOf(CoreState state, AttemptRecord tail) {
    int depth = 0;
    AttemptRecord attempt = tail;
    while (attempt.behind != null && depth < QUEUE_DEPTH_MAX) {
      AttemptId ahead = attempt.behind;
      attempt = state.activeAttempt(ahead);
      depth++;
    }
    return depth;
  }
}
