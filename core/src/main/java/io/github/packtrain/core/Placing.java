package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;
import java.util.Collections;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans become attempts. A plan was made from an older view, so each placement is checked against
 * the present: the worker takes work, the devices are still free, the class still has a task. What
 * no longer holds is dropped; the next cycle will see it. Here the placement gets its task: the
 * next in line of its class.
 */
final class Placing {
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
    private final TreeMap<WorkerId, Free> free = new TreeMap<>();
    private final TreeMap<Integer, Line> lines = new TreeMap<>();
    private final TreeSet<AttemptId> followed = new TreeSet<>();

    boolean admits(Placement placement) {
      TaskClass taskClass = state.classesById.get(placement.taskClass());
      WorkerRecord worker = state.workers.get(placement.worker());
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
      Free left = free.getOrDefault(worker.id, worker.free);
      return Fit.allows(taskClass.key.request(), worker.spec, left, placement.devices());
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
        free.put(worker.id, free.getOrDefault(worker.id, worker.free).take(allocation));
      }
    }

    @Nullable TaskId nextTask(int classId) {
      TaskClass taskClass = state.classesById.get(classId);
      return taskClass == null
          ? null
          : lines.computeIfAbsent(classId, _ -> new Line(taskClass)).next();
    }
  }

  /** The tasks of a class that may start, in order, without taking them. */
  private static final class Line {
    private final Iterator<JobRecord> jobs;
    private @Nullable JobRecord job;
    private Iterator<Integer> tasks = Collections.emptyIterator();
    private int leftOfJob;

    Line(TaskClass taskClass) {
      this.jobs = taskClass.ready.values().iterator();
    }

    @Nullable TaskId next() {
      while (leftOfJob == 0 && jobs.hasNext()) {
        job = jobs.next();
        tasks = job.waitingInOrder();
        leftOfJob = job.indexedEligible;
      }
      if (leftOfJob == 0 || job == null) {
        return null;
      }
      leftOfJob--;
      return new TaskId(job.id, tasks.next());
    }
  }
}
