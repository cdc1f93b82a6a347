package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.TaskId;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
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
    Draft draft = new Draft(nowMillis, c.placements().size());
    MeetingPorts ports = new MeetingPorts(state);
    Present present = new Present(c.placements().stream().anyMatch(p -> p.job() != null));
    int dropped = 0;
    List<Placement> all = c.placements();
    for (int from = 0; from < all.size(); ) {
      int to = from + gangAt(all, from);
      List<Placement> together = all.subList(from, to);
      if (present.takeAll(together)) {
        place(together, present, ports, draft, nowMillis);
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

  private void place(
      List<Placement> together, Present present, MeetingPorts ports, Draft draft, long nowMillis) {
    for (Placement placement : together) {
      TaskId task = present.nextTask(placement);
      if (task == null) {
        throw new IllegalStateException("nobody in line for " + placement);
      }
      JobRecord job = state.job(task.job());
      AttemptId attempt = new AttemptId(task, job.nextAttemptNumber(task.index()));
      boolean leads = job.isGang() && task.index() == 0;
      int port = leads ? ports.choose(state.worker(placement.worker()), attempt) : 0;
      draft.add(
          new Event.AttemptPlaced(
              attempt,
              placement.worker(),
              placement.devices(),
              placement.behind(),
              port,
              nowMillis));
    }
  }

  /** The present state with what this decision has taken so far. */
  private final class Present {
    private final IdTable<Free> free = new IdTable<>(PAGE_BITS);
    private final IdTable<Line> lines = new IdTable<>(PAGE_BITS);
    private final TreeSet<AttemptId> followed = new TreeSet<>();

    /** Whether some placements name their job: only then one has to remember who got what. */
    private final boolean named;

    Present(boolean named) {
      this.named = named;
    }

    /** Takes all of them or nothing. */
    boolean takeAll(List<Placement> together) {
      TaskClass taskClass = state.classesById.get(together.getFirst().taskClass());
      if (taskClass == null
          || together.size() != taskClass.key.gang()
          || lineOf(taskClass).left(together.getFirst().job()) < together.size()) {
        return false;
      }
      for (int i = 0; i < together.size(); i++) {
        Placement placement = together.get(i);
        boolean same =
            placement.taskClass() == taskClass.id
                && Objects.equals(placement.job(), together.getFirst().job());
        boolean alone = taskClass.key.gang() == 1 || placement.behind() == null;
        if (!same
            || !alone
            || !admits(placement)
            || !isNear(taskClass, together.getFirst(), placement)) {
          together.subList(0, i).forEach(this::giveBack);
          return false;
        }
        take(placement);
      }
      return true;
    }

    /** Whether it is as near to the first of its gang as the job requires. */
    private boolean isNear(TaskClass taskClass, Placement first, Placement other) {
      return first == other
          || Fit.near(
              taskClass.key.request().topology().require(),
              state.worker(first.worker()).spec,
              first.devices(),
              state.worker(other.worker()).spec,
              other.devices());
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
      return taskClass.allocations.of(placement.devices());
    }

    private Free freeOn(WorkerRecord worker) {
      Free left = free.get(worker.id.value());
      return left == null ? worker.free : left;
    }

    @Nullable TaskId nextTask(Placement placement) {
      TaskClass taskClass = state.classesById.get(placement.taskClass());
      return taskClass == null ? null : lineOf(taskClass).next(placement.job());
    }

    private Line lineOf(TaskClass taskClass) {
      Line line = lines.get(taskClass.id);
      if (line == null) {
        line = new Line(taskClass, named);
        lines.put(taskClass.id, line);
      }
      return line;
    }
  }

  /** The tasks of a class that may start, in order, without taking them. */
  private final class Line {
    private final TaskClass taskClass;
    private final boolean named;
    private final Iterator<JobRecord> jobs;
    private final TreeMap<JobId, Progress> begun = new TreeMap<>();
    private @Nullable Progress first;
    private long left;

    Line(TaskClass taskClass, boolean named) {
      this.taskClass = taskClass;
      this.named = named;
      this.jobs = taskClass.ready.values().iterator();
      this.left = taskClass.eligible;
    }

    /** How many tasks are in line, of the job or, without one, of all. */
    long left(@Nullable JobId job) {
      return job == null ? left : progressOf(job).left;
    }

    /** The next one of the job, or of whoever stands first. */
    @Nullable TaskId next(@Nullable JobId job) {
      Progress progress = job == null ? first() : progressOf(job);
      if (progress.left == 0) {
        return null;
      }
      left--;
      return progress.next();
    }

    private Progress first() {
      Progress at = first;
      while ((at == null || at.left == 0) && jobs.hasNext()) {
        JobRecord job = jobs.next();
        at = named ? progressOf(job.id) : new Progress(job);
        first = at;
      }
      return at == null ? Progress.NONE : at;
    }

    private Progress progressOf(JobId id) {
      return begun.computeIfAbsent(id, _ -> progress(id));
    }

    private Progress progress(JobId id) {
      JobRecord job = state.jobs.get(id.value());
      return job == null || job.taskClass != taskClass ? Progress.NONE : new Progress(job);
    }
  }

  /** How far the tasks of one job have been given out. */
  private static final class Progress {
    static final Progress NONE = new Progress(null);

    private final @Nullable JobRecord job;
    private int task = -1;
    int left;

    Progress(@Nullable JobRecord job) {
      this.job = job;
      this.left = job == null ? 0 : job.indexedEligible;
    }

    TaskId next() {
      if (job == null) {
        throw new IllegalStateException("nobody in line");
      }
      left--;
      task = task < 0 ? job.firstWaiting() : job.waitingAfter(task);
      return new TaskId(job.id, task);
    }
  }
}
