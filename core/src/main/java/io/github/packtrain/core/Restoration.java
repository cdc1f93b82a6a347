package io.github.packtrain.core;

import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.util.BitSet;
import java.util.List;

/** How the events of a snapshot fill the tables; the other side of {@link StateImage}. */
final class Restoration {
  private final CoreState state;
  private final Applier applier;

  Restoration(CoreState state, Applier applier) {
    this.state = state;
    this.applier = applier;
  }

  void counters(Event.CountersRestored e) {
    state.lastJob = e.lastJob();
    state.lastWorker = e.lastWorker();
    state.position = e.position();
  }

  void worker(Event.WorkerRestored e) {
    WorkerRecord worker =
        new WorkerRecord(e.worker(), e.uid(), e.incarnation(), e.spec(), e.changedAtMillis());
    worker.lost = e.lost();
    worker.draining = e.draining();
    worker.drainReason = e.drainReason();
    state.addWorker(worker);
  }

  void job(Event.JobRestored e) {
    JobRecord job = applier.admit(e.admitted());
    state.waitingTasks -= job.waiting;
    job.cancelled = e.cancelled();
    job.next = e.next();
    e.returned().forEach(job::putReturned);
    if (e.service().rank() != Long.MAX_VALUE) {
      job.touch().rank = e.service().rank();
    }
    if (e.numberMax() > 0) {
      Course course = job.touch();
      course.numberBase = e.numberBase();
      course.numberMax = e.numberMax();
      course.meanRunMillis = e.meanRunMillis();
      course.observations = e.observations();
      course.servedMillis = e.service().servedMillis();
      course.turn = e.service().turn();
      course.seat = e.service().seat();
    }
    List<TaskState> ends = StateImage.ENDS;
    for (int i = 0; i < ends.size(); i++) {
      BitSet bits = BitSet.valueOf(e.ended().get(i).stream().mapToLong(Long::longValue).toArray());
      if (!bits.isEmpty()) {
        job.setEndedIn(ends.get(i), bits);
        job.countEnded(ends.get(i), bits.cardinality());
      }
    }
    int endedAbove = 0;
    for (int index = job.next; index < job.count; index++) {
      endedAbove += job.isEnded(index) ? 1 : 0;
    }
    job.waiting = job.count - job.next - endedAbove + e.returned().size();
    state.waitingTasks += job.waiting;
    Event.JobEnded end = e.end();
    if (end != null) {
      applier.endJob(end);
    }
    state.dependents.reviewAll(job);
    job.taskClass.rekey(job);
    job.taskClass.reindex(job);
  }

  void task(Event.TaskRestored e) {
    JobRecord job = state.job(e.task().job());
    TaskRecord task = new TaskRecord(e.task().index(), e.attempts());
    task.failures = e.failures();
    task.losses = e.losses();
    task.servedMillis = e.servedMillis();
    task.keptMillis = e.keptMillis();
    job.putTask(task);
    job.touch().openServedMillis += e.servedMillis();
    job.touch().openKeptMillis += e.keptMillis();
    job.touch().numberMax = Math.max(job.course().numberMax, e.attempts());
    switch (e.status()) {
      case Event.Status.Waiting _ -> task.status = new TaskStatus.Waiting();
      case Event.Status.BackingOff(long until) -> {
        task.status = new TaskStatus.BackingOff(until);
        job.touch().backingOff++;
        state.backoffs.add(new CoreState.Due(until, e.task()));
      }
      case Event.Status.Active active -> attempt(job, task, active);
    }
    job.taskClass.rekey(job);
    job.taskClass.reindex(job);
  }

  private void attempt(JobRecord job, TaskRecord task, Event.Status.Active active) {
    AttemptId id = new AttemptId(new TaskId(job.id, task.index), task.attempts);
    Allocation allocation =
        active.behind() == null
            ? job.taskClass.allocations.of(active.devices())
            : Allocation.NOTHING;
    AttemptRecord attempt =
        new AttemptRecord(
            id,
            job,
            state.worker(active.worker()),
            allocation,
            active.behind(),
            active.placedAtMillis());
    attempt.follower = active.follower();
    attempt.startedAtMillis = active.startedAtMillis();
    Outcome stop = active.stopReason();
    attempt.stopReason = stop;
    attempt.expected = active.expected();
    attempt.port = active.port();
    applier.activate(task, attempt);
    job.touch().running += attempt.startedAtMillis > 0 ? 1 : 0;
  }
}
