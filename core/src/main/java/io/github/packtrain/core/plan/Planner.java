package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.Plan.Blocked;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One scheduling pass.
 *
 * <p><b>Goals in order:</b> (1) never more on a worker than it has; (2) higher priority first, then
 * earlier arrival; (3) nobody waits for a task that cannot start: a class that fits nowhere is
 * passed over, with its reasons; (4) among the workers that fit, what the {@link FitPolicy}
 * prefers; (5) short tasks may queue behind running ones of their kind, where nobody before them
 * waits for the place.
 *
 * <p><b>Algorithm:</b> classes stand in a heap by (priority, first job). The first class places the
 * tasks of its first job, each on the best worker of its own heap of candidates; placing changes
 * one worker, whose candidates are refreshed for every class when that class next looks. A class
 * that finds no candidate fills local queues as far as its tasks are short; then it is blocked and
 * diagnosed.
 *
 * <p><b>Example:</b> workers a (4 CPU free) and b (2 CPU free), one class of three 2-CPU tasks,
 * best fit: b (nothing left), then a, then a.
 *
 * <p><b>Cost:</b> O(classes × (workers + placements) × log workers), where a class looks at
 * another's placements only while it is placing itself.
 */
public final class Planner {
  private final FitPolicy policy;
  private final int placementsMax;

  /**
   * @param placementsMax bound of one plan, at least 1; what is left over comes in the next cycle
   */
  public Planner(FitPolicy policy, int placementsMax) {
    this.policy = policy;
    this.placementsMax = placementsMax;
  }

  public Plan plan(PlanView view) {
    return new Cycle(view).run();
  }

  /** The throw-away working copy of one pass. */
  private final class Cycle {
    private final PlanView view;
    private final TreeMap<WorkerId, Slot> slots = new TreeMap<>();
    private final List<Slot> changes = new ArrayList<>();
    private final PriorityQueue<Cursor> order = new PriorityQueue<>(Cursor.IN_QUEUE_ORDER);
    private final List<Placement> placements = new ArrayList<>();
    private final List<Blocked> blocked = new ArrayList<>();
    private final boolean anyTails;

    /** The workers with what this cycle has left of them, made when a class is blocked. */
    private final List<WorkerState> present = new ArrayList<>();

    private int presentAsOf = -1;

    Cycle(PlanView view) {
      this.view = view;
      for (WorkerState worker : view.workers()) {
        slots.put(worker.id(), new Slot(worker));
      }
      for (WaitingClass waiting : view.classes()) {
        order.add(new Cursor(waiting));
      }
      this.anyTails = view.classes().stream().anyMatch(waiting -> !waiting.tails().isEmpty());
    }

    Plan run() {
      for (Cursor cursor = order.poll(); cursor != null; cursor = order.poll()) {
        int wanted = Math.min(cursor.headTasks(), room());
        int placed = placeUpTo(cursor, wanted);
        placed += queueUpTo(cursor, wanted - placed);
        cursor.consume(placed);
        if (cursor.left > 0 && (placed < wanted || room() == 0)) {
          block(cursor);
        } else if (cursor.left > 0) {
          order.add(cursor);
        }
      }
      return new Plan(view.position(), placements, blocked);
    }

    private int room() {
      return placementsMax - placements.size();
    }

    private int placeUpTo(Cursor cursor, int wanted) {
      int placed = 0;
      while (placed < wanted) {
        Candidate best = bestFor(cursor);
        if (best == null) {
          break;
        }
        best.slot.take(new Allocation(cursor.waiting.key().request().resources(), best.devices));
        changes.add(best.slot);
        placements.add(
            new Placement(cursor.waiting.id(), best.slot.worker.id(), best.devices, null));
        placed++;
      }
      return placed;
    }

    private @Nullable Candidate bestFor(Cursor cursor) {
      PriorityQueue<Candidate> candidates = cursor.candidates;
      if (candidates == null || changes.size() - cursor.changesSeen > slots.size()) {
        candidates = new PriorityQueue<>(Candidate.BEST_FIRST);
        cursor.candidates = candidates;
        for (Slot slot : slots.values()) {
          offer(cursor, candidates, slot);
        }
      } else {
        for (int i = cursor.changesSeen; i < changes.size(); i++) {
          offer(cursor, candidates, changes.get(i));
        }
      }
      cursor.changesSeen = changes.size();
      Candidate best = candidates.poll();
      while (best != null && best.version != best.slot.version) {
        best = candidates.poll();
      }
      return best;
    }

    private void offer(Cursor cursor, PriorityQueue<Candidate> candidates, Slot slot) {
      if (slot.worker.gate() != Gate.OPEN) {
        return;
      }
      Request request = cursor.waiting.key().request();
      List<DeviceShare> devices = Fit.devicesFor(request, slot.worker.spec(), slot.free, policy);
      if (devices != null) {
        Free left = slot.free.take(new Allocation(request.resources(), devices));
        candidates.add(
            new Candidate(
                slot, slot.version, policy.score(request, slot.worker.spec(), left), devices));
      }
    }

    /**
     * Fills local queues evenly, the shortest first; not on workers that a class before this one
     * waits for, whose turn would never come.
     */
    private int queueUpTo(Cursor cursor, int wanted) {
      int queued = 0;
      int most = Math.min(wanted, cursor.queueable);
      while (queued < most && cursor.tails.hasNext()) {
        Tail tail = cursor.tails.next();
        Slot slot = slots.get(tail.worker());
        if (slot != null && !slot.awaited) {
          placements.add(
              new Placement(cursor.waiting.id(), tail.worker(), List.of(), tail.attempt()));
          queued++;
        }
      }
      return queued;
    }

    private void block(Cursor cursor) {
      Request request = cursor.waiting.key().request();
      Diagnosis.Verdict verdict = Diagnosis.of(request, present());
      blocked.add(
          new Blocked(
              cursor.waiting.key(),
              cursor.left,
              verdict.feasible(),
              verdict.reasons(),
              blocked.size()));
      if (anyTails && verdict.feasible()) {
        for (Slot slot : slots.values()) {
          slot.awaited |= Fit.couldEver(request, slot.worker.spec());
        }
      }
    }

    private List<WorkerState> present() {
      if (presentAsOf != changes.size()) {
        present.clear();
        for (Slot slot : slots.values()) {
          WorkerState worker = slot.worker;
          present.add(new WorkerState(worker.id(), worker.spec(), slot.free, worker.gate()));
        }
        presentAsOf = changes.size();
      }
      return present;
    }
  }

  /** A worker within the cycle. */
  private static final class Slot {
    final WorkerState worker;
    Free free;
    int version;

    /** Whether a blocked class could run here once something ends. */
    boolean awaited;

    Slot(WorkerState worker) {
      this.worker = worker;
      this.free = worker.free();
    }

    void take(Allocation allocation) {
      free = free.take(allocation);
      version++;
    }
  }

  /** A slot as one class saw it; stale when the slot has changed since. */
  private record Candidate(Slot slot, int version, long score, List<DeviceShare> devices) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong(Candidate::score)
            .thenComparing(candidate -> candidate.slot.worker.id());
  }

  /** A class within the cycle. */
  private static final class Cursor {
    static final Comparator<Cursor> IN_QUEUE_ORDER =
        Comparator.comparingInt((Cursor cursor) -> -cursor.waiting.key().priority())
            .thenComparingLong(Cursor::headJob)
            .thenComparingInt(cursor -> cursor.waiting.id());

    final WaitingClass waiting;
    int left;
    int head;
    int headLeft;
    int changesSeen;

    /** How many of the tasks next in line may wait behind a running one. */
    int queueable;

    /** Local queues with room, the shortest first. */
    final Iterator<Tail> tails;

    @Nullable PriorityQueue<Candidate> candidates;

    Cursor(WaitingClass waiting) {
      this.waiting = waiting;
      this.left = waiting.eligible();
      this.queueable = waiting.queueable();
      this.tails = waiting.tails().stream().sorted(Comparator.comparingInt(Tail::depth)).iterator();
      this.headLeft = waiting.heads().isEmpty() ? 0 : waiting.heads().getFirst().tasks();
    }

    long headJob() {
      return head < waiting.heads().size()
          ? waiting.heads().get(head).job().value()
          : Long.MAX_VALUE;
    }

    /** Tasks that may be placed before the order among classes has to be looked at again. */
    int headTasks() {
      return head < waiting.heads().size() ? Math.min(headLeft, left) : left;
    }

    void consume(int tasks) {
      left -= tasks;
      queueable -= tasks;
      headLeft -= tasks;
      while (headLeft <= 0 && head < waiting.heads().size()) {
        head++;
        Head next = head < waiting.heads().size() ? waiting.heads().get(head) : null;
        headLeft += next == null ? left : next.tasks();
      }
    }
  }
}
