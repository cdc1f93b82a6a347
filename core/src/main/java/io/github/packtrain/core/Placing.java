package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.TaskId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans become attempts. A plan was made from an older view, so each placement is checked against
 * the present: the worker takes work, the devices are still free, the class still has a task. What
 * no longer holds is dropped; the next cycle will see it. Here the placement gets its task: the
 * next in line of its class. The members of a gang come one after the other, and all of them are
 * placed or none.
 */
final class Placing {
  private static final int PAGE_BITS = 6;

  private final CoreState state;

  Placing(CoreState state) {
    this.state = state;
  }

  Decision commit(Command.CommitPlan c, long nowMillis) {
    Draft draft = new Draft(nowMillis);
    Present present = new Present();
    int dropped = 0;
    List<Placement> all = c.placements();
    for (int from = 0; from < all.size(); ) {
      int to = from + gangAt(all, from);
      List<Placement> together = all.subList(from, to);
      if (present.takeAll(together)) {
        place(together, present, draft, nowMillis);
      } else {
        dropped += together.size();
      }
      from = to;
    }
    return draft.accepted(new Reply.PlanCommitted(draft.events().size(), dropped));
  }

  /** How many placements from there on hold together: the members of a gang, or one. */
  private int gangAt(List<Placement> placements, int from) {
    TaskClass taskClass = state.classesById.get(placements.get(from).taskClass());
    return taskClass == null ? 1 : Math.min(taskClass.key.gang(), placements.size() - from);
  }

  private void place(List<Placement> together, Present present, Draft draft, long nowMillis) {
    for (Placement placement : together) {
      TaskId task = present.nextTask(placement.taskClass());
      if (task == null) {
        throw new IllegalStateException("nobody in line for " + placement);
      }
      AttemptId attempt =
          new AttemptId(task, state.job(task.job()).nextAttemptNumber(task.index()));
      draft.add(
          new Event.AttemptPlaced(
              attempt, placement.worker(), placement.devices(), placement.behind(), nowMillis));
    }
  }

  /** The present state with what this decision has taken so far. */
  private final class Present {
    private final IdTable<Free> free = new IdTable<>(PAGE_BITS);
    private final IdTable<Line> lines = new IdTable<>(PAGE_BITS);
    private final TreeSet<AttemptId> followed = new TreeSet<>();

    /** Takes all of them or nothing. */
    boolean takeAll(List<Placement> together) {
      TaskClass taskClass = state.classesById.get(together.getFirst().taskClass());
      if (taskClass == null
          || together.size() != taskClass.key.gang()
          || lineOf(taskClass).left() < together.size()) {
        return false;
      }
      List<Placement> taken = new ArrayList<>(together.size());
      for (Placement placement : together) {
        boolean same = placement.taskClass() == taskClass.id;
        boolean alone = taskClass.key.gang() == 1 || placement.behind() == null;
        if (!same || !alone || !admits(placement)) {
          taken.forEach(this::giveBack);
          return false;
        }
        take(placement);
        taken.add(placement);
      }
      return true;
    }

    private void giveBack(Placement placement) {
      WorkerRecord worker = state.worker(placement.worker());
      free.put(worker.id.value(), freeOn(worker).giveBack(allocationOf(placement)));
    }

    private boolean admits(Placement placement) {
      TaskClass taskClass = state.classesById.get(placement.taskClass());
      WorkerRecord worker = state.workers.get(placement.worker().value());
      if (taskClass == null || worker == null || worker.lost || worker.draining) {
        return false;
      }
      AttemptId behind = placement.behind();
      if (behind != null) {
        AttemptRecord ahead = state.attempt(behind);
        return ahead != null
            && ahead.isTail()
            && ahead.worker == worker
            && ahead.job.taskClass == taskClass
            && placement.devices().isEmpty()
            && !followed.contains(behind);
      }
      return Fit.allows(taskClass.key.request(), worker.spec, freeOn(worker), placement.devices());
    }

    private void take(Placement placement) {
      AttemptId behind = placement.behind();
      if (behind != null) {
        followed.add(behind);
        return;
      }
      WorkerRecord worker = state.worker(placement.worker());
      free.put(worker.id.value(), freeOn(worker).take(allocationOf(placement)));
    }

    private Allocation allocationOf(Placement placement) {
      TaskClass taskClass = state.classesById.get(placement.taskClass());
      if (taskClass == null) {
        throw new IllegalStateException("no class for " + placement);
      }
      return new Allocation(taskClass.key.request().resources(), placement.devices());
    }

    private Free freeOn(WorkerRecord worker) {
      Free left = free.get(worker.id.value());
      return left == null ? worker.free : left;
    }

    @Nullable TaskId nextTask(int classId) {
      TaskClass taskClass = state.classesById.get(classId);
      return taskClass == null ? null : lineOf(taskClass).next();
    }

    private Line lineOf(TaskClass taskClass) {
      Line line = lines.get(taskClass.id);
      if (line == null) {
        line = new Line(taskClass);
        lines.put(taskClass.id, line);
      }
      return line;
    }
  }

  /** The tasks of a class that may start, in order, without taking them. */
  private static final class Line {
    private final Iterator<JobRecord> jobs;
    private @Nullable JobRecord job;
    private int task;
    private int leftOfJob;
    private long left;

    Line(TaskClass taskClass) {
      this.jobs = taskClass.ready.values().iterator();
      this.left = taskClass.eligible;
    }

    /** How many tasks are in line. */
    long left() {
      return left;
    }

    @Nullable TaskId next() {
      JobRecord current = job;
      while (leftOfJob == 0 && jobs.hasNext()) {
        current = jobs.next();
        task = -1;
        leftOfJob = current.indexedEligible;
      }
      if (leftOfJob == 0 || current == null) {
        return null;
      }
      job = current;
      leftOfJob--;
      left--;
      task = task < 0 ? current.firstWaiting() : current.waitingAfter(task);
      return new TaskId(current.id, task);
    }
  }
}
