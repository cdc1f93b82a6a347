package io.github.packtrain.core;

import io.github.packtrain.core.order.Backfill;
import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.Horizon;
import io.github.packtrain.core.plan.PlanView.Party;
import io.github.packtrain.core.plan.PlanView.QueueRule;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Makes the compact view of a cycle. Runs on the writer's thread, so it costs by what changed, and
 * one look at each worker and each class. What did not change is shown by the very same object as
 * before, by which the planner knows it.
 */
final class ViewBuilder {
  /** Jobs per class whose order against other classes is exact. */
  private static final int HEADS_MAX = 64;

  /** Likewise where something is reserved for users, whose jobs are looked for among others. */
  private static final int OWNED_HEADS_MAX = 512;

  /** Ends of local queues per class: more than one plan can fill in a cycle are of no use. */
  private static final int TAILS_MAX = 4_096;

  private ViewBuilder() {}

  static PlanView build(
      CoreState state, Predicate<WorkerId> reachable, long nowMillis, List<Plan.Promise> promises) {
    List<WorkerState> workers = new ArrayList<>(state.workers.size());
    for (WorkerRecord worker : state.workers.values()) {
      if (!worker.lost) {
        workers.add(worker.planState(gateOf(worker, reachable)));
      }
    }
    List<WaitingClass> classes = new ArrayList<>();
    Spans spans = new Spans(state);
    for (TaskClass taskClass : state.classes.values()) {
      if (taskClass.eligible > 0) {
        classes.add(waitingAsBefore(taskClass, reachable, spans));
      }
    }
    Demand demand = state.demand.of(state.classes.values());
    List<QueueRule> rules = rules(state);
    Horizon horizon = spans.wanted() ? spans.horizon(nowMillis, promises) : Horizon.NONE;
    return new PlanView(state.position, classes, workers, rules, demand, state.lore(), horizon);
  }

  private static List<QueueRule> rules(CoreState state) {
    List<QueueRule> rules = new ArrayList<>();
    for (QueueRecord queue : state.queues.values()) {
      if (queue.order != Orders.DEFAULT || queue.backfill != Backfill.NONE) {
        List<Party> parties = queue.order.isShared() ? parties(state, queue) : List.of();
        rules.add(new QueueRule(queue.name, queue.order.byPriority(), parties, queue.backfill));
      }
    }
    return rules;
  }

  private static List<Party> parties(CoreState state, QueueRecord queue) {
    TreeMap<String, Party> parties = new TreeMap<>();
    for (TaskClass taskClass : state.classes.values()) {
      if (taskClass.queue == queue) {
        parties.merge(taskClass.key.party(), party(taskClass), ViewBuilder::together);
      }
    }
    return List.copyOf(parties.values());
  }

  private static Party party(TaskClass taskClass) {
    Resources each = taskClass.key.request().resources();
    GpuRequest gpu = taskClass.key.request().gpu();
    String name = taskClass.key.party();
    long holding = taskClass.holding;
    return new Party(
        name,
        taskClass.queue.order.weightOf(name),
        holding * each.cpuMilli(),
        holding * each.memoryBytes(),
        holding * gpu.count() * gpu.milli());
  }

  private static Party together(Party a, Party b) {
    return new Party(
        a.name(),
        a.weight(),
        a.cpuMilli() + b.cpuMilli(),
        a.memoryBytes() + b.memoryBytes(),
        a.gpuMilli() + b.gpuMilli());
  }

  private static Gate gateOf(WorkerRecord worker, Predicate<WorkerId> reachable) {
    if (worker.draining) {
      return Gate.DRAINING;
    }
    return reachable.test(worker.id) ? Gate.OPEN : Gate.UNREACHABLE;
  }

  private static WaitingClass waitingAsBefore(
      TaskClass taskClass, Predicate<WorkerId> reachable, Spans spans) {
    WaitingClass known = taskClass.shown;
    if (known == null || known.queueable() > 0) {
      known = waiting(taskClass, reachable, spans);
      taskClass.shown = known;
    }
    return known;
  }

  private static WaitingClass waiting(
      TaskClass taskClass, Predicate<WorkerId> reachable, Spans spans) {
    List<Head> heads = new ArrayList<>();
    boolean onlyShort = taskClass.key.gang() == 1;
    int shortTasks = 0;
    int headsMax = spans.byOwner() ? OWNED_HEADS_MAX : HEADS_MAX;
    for (JobRecord job : taskClass.ready.values()) {
      if (heads.size() == headsMax) {
        break;
      }
      Course course = job.course();
      heads.add(
          new Head(
              job.id,
              job.indexedEligible,
              job.key,
              course.lineTurn,
              course.lineSeat,
              spans.ofWaiting(job),
              spans.byOwner() ? job.owner : ""));
      onlyShort &= isShort(job);
      shortTasks += onlyShort ? job.indexedEligible : 0;
    }
    int eligible = (int) Math.min(taskClass.eligible, Integer.MAX_VALUE);
    List<Tail> tails = shortTasks == 0 ? List.of() : openTails(taskClass, reachable);
    return new WaitingClass(taskClass.id, taskClass.key, eligible, heads, shortTasks, tails);
  }

  private static boolean isShort(JobRecord job) {
    return job.course().observations > 0
        && job.course().meanRunMillis <= LocalQueues.SHORT_TASK_MILLIS;
  }

  private static List<Tail> openTails(TaskClass taskClass, Predicate<WorkerId> reachable) {
    List<Tail> tails = new ArrayList<>();
    for (AttemptRecord attempt = taskClass.tails.first();
        attempt != null && tails.size() < TAILS_MAX;
        attempt = attempt.tailAfter) {
      if (gateOf(attempt.worker, reachable) == Gate.OPEN) {
        tails.add(new Tail(attempt.worker.id, attempt.id, attempt.depth));
      }
    }
    return tails;
  }
}
