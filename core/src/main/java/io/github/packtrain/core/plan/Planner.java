package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.Plan.Blocked;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One scheduling pass.
 *
 * <p><b>Goals in order:</b> (1) never more on a worker than it has; (2) higher priority first, then
 * earlier arrival; (3) nobody waits for a task that cannot start: a class that fits nowhere is
 * passed over, with its reasons; (4) among the workers that fit, what the {@link FitPolicy}
 * prefers; (5) short tasks may queue behind running ones of their kind.
 *
 * <p><b>Algorithm:</b> classes stand in a heap by (priority, first job). The first class places the
 * tasks of its first job, each on the best worker of its own heap of candidates; placing changes
 * one worker, whose candidates are refreshed for every class when that class next looks. A class
 * that finds no candidate is blocked and diagnosed.
 *
 * <p><b>Example:</b> workers a (4 CPU free) and b (2 CPU free), one class of three 2-CPU tasks,
 * best fit: b (nothing left), then a, then a.
 *
 * <p><b>Cost:</b> O(classes × workers + placements × log workers).
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
    private final List<Slot> slots = new ArrayList<>();
    private final List<Slot> changes = new ArrayList<>();
    private final PriorityQueue<Cursor> order = new PriorityQueue<>(Cursor.IN_QUEUE_ORDER);
    private final List<Placement> placements = new ArrayList<>();
    private final List<Blocked> blocked = new ArrayList<>();

    Cycle(PlanView view) {
      this.view = view;
      for (WorkerState worker : view.workers()) {
        slots.add(new Slot(slots.size(), worker));
      }
      for (WaitingClass waiting : view.classes()) {
        order.add(new Cursor(waiting));
      }
    }

    Plan run() {
      for (Cursor cursor = order.poll(); cursor != null; cursor = order.poll()) {
        int wanted = Math.min(cursor.headTasks(), placementsMax - placements.size());
        int placed = placeUpTo(cursor, wanted);
        cursor.consume(placed);
        if (placed < wanted) {
          queueBehindRunning(cursor);
          block(cursor);
        } else if (cursor.left > 0 && placements.size() < placementsMax) {
          order.add(cursor);
        } else if (cursor.left > 0) {
          blocked.add(
              new Blocked(
                  cursor.waiting.key(),
                  cursor.left,
                  true,
                  List.of(Reason.of(Code.NEXT_CYCLE, "")),
                  blocked.size()));
        }
      }
      return new Plan(view.position(), placements, blocked);
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
      if (candidates == null) {
        candidates = new PriorityQueue<>(Candidate.BEST_FIRST);
        cursor.candidates = candidates;
        for (Slot slot : slots) {
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
      var request = cursor.waiting.key().request();
      List<DeviceShare> devices = Fit.devicesFor(request, slot.worker.spec(), slot.free, policy);
      if (devices != null) {
        Free left = slot.free.take(new Allocation(request.resources(), devices));
        candidates.add(
            new Candidate(
                slot, slot.version, policy.score(request, slot.worker.spec(), left), devices));
      }
    }

    /** Fills local queues evenly: the shortest first. */
    private void queueBehindRunning(Cursor cursor) {
      if (cursor.waiting.queueDepth() == 0) {
        return;
      }
      List<Tail> tails = new ArrayList<>(cursor.waiting.tails());
      tails.sort(Comparator.comparingInt(Tail::depth));
      for (Tail tail : tails) {
        if (cursor.left == 0
            || placements.size() >= placementsMax
            || tail.depth() >= cursor.waiting.queueDepth()) {
          return;
        }
        placements.add(
            new Placement(cursor.waiting.id(), tail.worker(), List.of(), tail.attempt()));
        cursor.consume(1);
      }
    }

    private void block(Cursor cursor) {
      if (cursor.left == 0) {
        return;
      }
      List<WorkerState> now = new ArrayList<>(slots.size());
      for (Slot slot : slots) {
        now.add(
            new WorkerState(slot.worker.id(), slot.worker.spec(), slot.free, slot.worker.gate()));
      }
      Diagnosis.Verdict verdict = Diagnosis.of(cursor.waiting.key().request(), now);
      blocked.add(
          new Blocked(
              cursor.waiting.key(),
              cursor.left,
              verdict.feasible(),
              verdict.reasons(),
              blocked.size()));
    }
  }

  /** A worker within the cycle. */
  private static final class Slot {
    final int index;
    final WorkerState worker;
    Free free;
    int version;

    Slot(int index, WorkerState worker) {
      this.index = index;
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
            .thenComparingInt(candidate -> candidate.slot.index);
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
    @Nullable PriorityQueue<Candidate> candidates;

    Cursor(WaitingClass waiting) {
      this.waiting = waiting;
      this.left = waiting.eligible();
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
      headLeft -= tasks;
      while (headLeft <= 0 && head < waiting.heads().size()) {
        head++;
        Head next = head < waiting.heads().size() ? waiting.heads().get(head) : null;
        headLeft += next == null ? left : next.tasks();
      }
    }
  }
}
