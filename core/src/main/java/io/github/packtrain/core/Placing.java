package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.TaskId;
import java.util.Iterator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans become attempts. A plan was made from an older view, so each placement is checked against
 * the present: the worker takes work, the devices are still free, the class still has a task. What
 * no longer holds is dropped; the next cycle will see it. Here the placement gets its task: the
 * next in line of its class.
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
    for (Placement placement : c.placements()) {
      TaskId task = present.admits(placement) ? present.nextTask(placement.taskClass()) : null;
      if (task == null) {
        dropped++;
        continue;
      }
      present.take(placement);
      AttemptId attempt =
          new AttemptId(task, state.job(task.job()).nextAttemptNumber(task.index()));
      draft.add(
          new Event.AttemptPlaced(
              attempt, placement.worker(), placement.devices(), placement.behind(), nowMillis));
    }
    return draft.accepted(new Reply.PlanCommitted(draft.events().size(), dropped));
  }

  /** The present state with what this decision has taken so far. */
  private final class Present {
    private final IdTable<Free> free = new IdTable<>(PAGE_BITS);
    private final IdTable<Line> lines = new IdTable<>(PAGE_BITS);
    private final TreeSet<AttemptId> followed = new TreeSet<>();

    boolean admits(Placement placement) {
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

    void take(Placement placement) {
      AttemptId behind = placement.behind();
      if (behind != null) {
        followed.add(behind);
        return;
      }
      WorkerRecord worker = state.worker(placement.worker());
      TaskClass taskClass = state.classesById.get(placement.taskClass());
      if (taskClass != null) {
        Allocation allocation =
            new Allocation(taskClass.key.request().resources(), placement.devices());
        free.put(worker.id.value(), freeOn(worker).take(allocation));
      }
    }

    private Free freeOn(WorkerRecord worker) {
      Free left = free.get(worker.id.value());
      return left == null ? worker.free : left;
    }

    @Nullable TaskId nextTask(int classId) {
      Line line = lines.get(classId);
      if (line == null) {
        TaskClass taskClass = state.classesById.get(classId);
        if (taskClass == null) {
          return null;
        }
        line = new Line(taskClass);
        lines.put(classId, line);
      }
      return line.next();
    }
  }

  /** The tasks of a class that may start, in order, without taking them. */
  private static final class Line {
    private final Iterator<JobRecord> jobs;
    private @Nullable JobRecord job;
    private int task;
    private int leftOfJob;

    Line(TaskClass taskClass) {
      this.jobs = taskClass.ready.values().iterator();
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
      task = task < 0 ? current.firstWaiting() : current.waitingAfter(task);
      return new TaskId(current.id, task);
    }
  }
}
