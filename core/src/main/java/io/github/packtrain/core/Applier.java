package io.github.packtrain.core;

import io.github.packtrain.core.learn.Estimate;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.util.BitSet;
import java.util.List;

/** How each event changes the tables. The only code that writes them. */
final class Applier {
  private final CoreState state;
  private final LocalQueues queues;
  private final Restoration restoration;
  private final Services services;

  Applier(CoreState state) {
    this.state = state;
    this.queues = new LocalQueues(state);
    this.services = new Services(state);
    this.restoration = new Restoration(state, this);
  }

  void apply(Event event) {
    switch (event) {
      case Event.JobAdmitted e -> admit(e);
      case Event.TasksAdded e -> addTasks(e);
      case Event.JobClosed e -> state.job(e.job()).open = false;
      case Event.JobCancelled e -> cancelJob(state.job(e.job()));
      case Event.TaskCancelled e ->
          endWaiting(state.job(e.task().job()), e.task().index(), TaskState.CANCELLED);
      case Event.TasksRetried e -> retry(e);
      case Event.DependencyMet e -> meet(e);
      case Event.JobEnded e -> endJob(e);
      case Event.JobForgotten e -> forgetJob(e.job());
      case Event.AttemptPlaced e -> place(e);
      case Event.AttemptStarted e -> start(e);
      case Event.AttemptStopRequested e ->
          queues.stop(state.activeAttempt(e.attempt()), e.reason());
      case Event.AttemptWithdrawn e ->
          leave(state.activeAttempt(e.attempt()), e.next(), e.atMillis());
      case Event.AttemptEnded e -> endAttempt(e);
      case Event.AttemptRequeued e -> takeBack(e);
      case Event.AttemptMeasured _ -> {}
      case Event.BackoffEnded e -> endBackoff(e.task());
      case Event.WorkerRegistered e -> register(e);
      case Event.WorkerLost e -> loseWorker(e);
      case Event.WorkerDrainChanged e -> changeDrain(e);
      case Event.WorkerForgotten e -> forgetWorker(e);
      case Event.QueueConfigured e -> services.configure(e);
      case Event.PlacementConfigured e -> services.configure(e);
      case Event.ReservationAdded e -> services.reserve(e);
      case Event.ReservationRemoved e -> services.unreserve(e);
      case Event.JobsRanked e -> services.rank(e);
      case Event.PolicyCutOff e -> services.cutOff(e);
      case Event.CountersRestored e -> restoration.counters(e);
      case Event.WorkerRestored e -> restoration.worker(e);
      case Event.LearnedRestored e -> state.learned.restore(e.lesson());
      case Event.JobRestored e -> restoration.job(e);
      case Event.TaskRestored e -> restoration.task(e);
    }
  }

  // ---- jobs

  JobRecord admit(Event.JobAdmitted e) {
    JobSpec spec = e.spec();
    TaskClass taskClass = state.classFor(spec, e.count(), e.owner());
    JobRecord job =
        new JobRecord(
            e.job(),
            e.submissionId(),
            state.owners.shared(e.owner()),
            e.atMillis(),
            taskClass.specs.shared(spec),
            taskClass);
    job.open = e.open();
    job.addTasks(e.count(), e.params());
    taskClass.jobs++;
    state.jobs.put(job.id.value(), job);
    state.submissions.put(job);
    state.lastJob = Math.max(state.lastJob, job.id.value());
    state.clockMillis = Math.max(state.clockMillis, e.atMillis());
    state.waitingTasks += e.count();
    job.key = taskClass.queue.keyOf(job);
    taskClass.rekey(job);
    if (!spec.after().dependencies().isEmpty()) {
      job.touch().met = new BitSet();
      job.touch().openDependencies = spec.after().dependencies().size();
      state.dependents.join(job);
    }
    taskClass.reindex(job);
    return job;
  }

  private void meet(Event.DependencyMet e) {
    JobRecord job = state.job(e.job());
    job.met().set(e.place());
    job.touch().openDependencies--;
    state.dependents.met(job, e.place());
    job.taskClass.reindex(job);
  }

  /** The task is over, and who waits for it may have to be told. */
  private void end(JobRecord job, int index, TaskState end) {
    job.end(index, end);
    state.dependents.review(job, index);
  }

  private void addTasks(Event.TasksAdded e) {
    JobRecord job = state.job(e.job());
    job.addTasks(e.params().size(), e.params());
    state.waitingTasks += e.params().size();
    job.taskClass.rekey(job);
    job.taskClass.reindex(job);
  }

  private void cancelJob(JobRecord job) {
    job.cancelled = true;
    job.open = false;
    for (int index = job.firstWaiting(); index >= 0; index = job.firstWaiting()) {
      job.takeWaiting(index);
      state.waitingTasks--;
      end(job, index, TaskState.CANCELLED);
    }
    for (TaskRecord task : List.copyOf(job.tasks())) {
      if (task.status instanceof TaskStatus.BackingOff(long until)) {
        state.backoffs.remove(new CoreState.Due(until, new TaskId(job.id, task.index)));
        job.touch().backingOff--;
        end(job, task.index, TaskState.CANCELLED);
      }
    }
    job.taskClass.reindex(job);
  }

  /** Ends a task that waits or backs off. */
  private void endWaiting(JobRecord job, int index, TaskState end) {
    TaskRecord task = job.task(index);
    if (task != null && task.status instanceof TaskStatus.BackingOff(long until)) {
      state.backoffs.remove(new CoreState.Due(until, new TaskId(job.id, index)));
      job.touch().backingOff--;
    } else if (index >= job.next) {
      // Stays above next and is passed over by its end bit.
      job.waiting--;
      state.waitingTasks--;
    } else {
      job.takeWaiting(index);
      state.waitingTasks--;
    }
    end(job, index, end);
    job.taskClass.rekey(job);
    job.taskClass.reindex(job);
  }

  private void retry(Event.TasksRetried e) {
    JobRecord job = state.job(e.job());
    job.cancelled = false;
    if (job.hasEnded()) {
      state.endedJobs.remove(job);
      job.touch().endState = JobState.PENDING;
      job.touch().endedAtMillis = 0;
      state.dependents.join(job);
    }
    job.touch().numberBase = job.course().numberMax;
    for (TaskState ended : e.states()) {
      BitSet which = (BitSet) job.endedIn(ended).clone();
      for (int index = which.nextSetBit(0); index >= 0; index = which.nextSetBit(index + 1)) {
        job.undoEnd(ended, index);
        job.putWaiting(index);
        state.waitingTasks++;
      }
    }
    state.dependents.reviewAll(job);
    job.taskClass.rekey(job);
    job.taskClass.reindex(job);
  }

  void endJob(Event.JobEnded e) {
    JobRecord job = state.job(e.job());
    job.touch().endState = e.state();
    job.touch().endedAtMillis = e.atMillis();
    state.endedJobs.add(job);
    job.taskClass.queue.unranked.remove(job.id.value());
    state.dependents.leave(job);
    state.dependents.review(job, Dependency.WHOLE);
  }

  private void forgetJob(JobId id) {
    JobRecord job = state.job(id);
    state.jobs.remove(id.value());
    state.submissions.remove(job.owner, job.submissionId);
    state.endedJobs.remove(job);
    if (job.isReady) {
      job.taskClass.ready.remove(job);
    }
    if (--job.taskClass.jobs == 0) {
      state.dropClass(job.taskClass);
    }
  }

  // ---- attempts

  private void place(Event.AttemptPlaced e) {
    JobRecord job = state.job(e.attempt().task().job());
    int index = e.attempt().task().index();
    job.takeWaiting(index);
    state.waitingTasks--;
    TaskRecord task = job.task(index);
    if (task == null) {
      task = new TaskRecord(index, job.course().numberBase);
      job.putTask(task);
    }
    Allocation allocation =
        e.behind() == null ? job.taskClass.allocations.of(e.devices()) : Allocation.NOTHING;
    AttemptRecord attempt =
        new AttemptRecord(
            e.attempt(), job, state.worker(e.worker()), allocation, e.behind(), e.atMillis());
    attempt.port = e.port();
    activate(task, attempt);
    services.placed(job);
    job.taskClass.reindex(job);
  }

  void activate(TaskRecord task, AttemptRecord attempt) {
    JobRecord job = attempt.job;
    task.attempts = attempt.id.number();
    task.status = attempt;
    job.touch().numberMax = Math.max(job.course().numberMax, attempt.id.number());
    job.touch().active++;
    attempt.worker.hold(attempt, state.position + 1);
    job.taskClass.holding += attempt.behind == null ? 1 : 0;
    queues.join(attempt);
  }

  private void start(Event.AttemptStarted e) {
    AttemptRecord attempt = state.activeAttempt(e.attempt());
    attempt.startedAtMillis = e.atMillis();
    state.clockMillis = Math.max(state.clockMillis, e.atMillis());
    attempt.expected = expectation(attempt).packed();
    attempt.job.touch().running++;
  }

  private void endAttempt(Event.AttemptEnded e) {
    AttemptRecord attempt = state.activeAttempt(e.attempt());
    JobRecord job = attempt.job;
    TaskRecord task = job.task(e.attempt().task().index());
    if (task != null) {
      services.ended(attempt, task, e);
      switch (e.result().outcome()) {
        case SUCCEEDED -> job.learnRunTime(e.result().runMillis());
        case FAILED, SIGNALLED, OUT_OF_MEMORY, NOT_STARTED, BAD_RESULT, TIMED_OUT ->
            task.failures++;
        case LOST -> task.losses++;
        case CANCELLED, EVICTED -> {}
      }
    }
    learn(attempt, e);
    state.clockMillis = Math.max(state.clockMillis, e.atMillis());
    leave(attempt, e.next(), e.atMillis());
  }

  private Estimate expectation(AttemptRecord attempt) {
    WorkerRecord worker = attempt.worker;
    Subject subject = attempt.job.taskClass.specs.subjectOf(attempt.job.spec);
    return state.learned.expect(subject, worker.id.value(), worker.hardware());
  }

  private void learn(AttemptRecord attempt, Event.AttemptEnded e) {
    WorkerRecord worker = attempt.worker;
    state.learned.ended(
        attempt.job.taskClass.specs.subjectOf(attempt.job.spec),
        worker.id.value(),
        worker.hardware(),
        attempt.expected == 0 ? expectation(attempt) : Estimate.unpack(attempt.expected),
        e.result(),
        e.atMillis());
  }

  /**
   * The attempt leaves its worker: its follower takes its place, its task goes on to {@code next}.
   */
  private void leave(AttemptRecord attempt, Event.Next next, long atMillis) {
    JobRecord job = attempt.job;
    job.touch().active--;
    job.touch().running -= attempt.startedAtMillis > 0 ? 1 : 0;
    boolean held = attempt.behind == null;
    AttemptRecord heir = queues.leave(attempt);
    attempt.worker.release(attempt, heir);
    job.taskClass.holding -= held && heir == null ? 1 : 0;
    int index = attempt.id.task().index();
    switch (next) {
      case Event.Next.End(TaskState end) -> end(job, index, end);
      case Event.Next.Retry(long notBefore) -> requeue(job, index, notBefore, atMillis);
    }
    job.taskClass.rekey(job);
    job.taskClass.reindex(job);
    services.look(job.taskClass.queue);
  }

  private void takeBack(Event.AttemptRequeued e) {
    AttemptRecord attempt = state.activeAttempt(e.attempt());
    services.takenBack(attempt, e);
    leave(attempt, new Event.Next.Retry(e.atMillis()), e.atMillis());
  }

  private void requeue(JobRecord job, int index, long notBefore, long atMillis) {
    TaskRecord task = job.task(index);
    if (task == null) {
      throw new IllegalStateException("task " + job.id + "/" + index + " has no record");
    }
    if (notBefore <= atMillis) {
      task.status = new TaskStatus.Waiting();
      job.putWaiting(index);
      state.waitingTasks++;
    } else {
      task.status = new TaskStatus.BackingOff(notBefore);
      job.touch().backingOff++;
      state.backoffs.add(new CoreState.Due(notBefore, new TaskId(job.id, index)));
    }
  }

  private void endBackoff(TaskId id) {
    JobRecord job = state.job(id.job());
    TaskRecord task = job.task(id.index());
    if (task != null && task.status instanceof TaskStatus.BackingOff(long until)) {
      state.backoffs.remove(new CoreState.Due(until, id));
      task.status = new TaskStatus.Waiting();
      job.touch().backingOff--;
      job.putWaiting(id.index());
      state.waitingTasks++;
      job.taskClass.reindex(job);
    }
  }

  // ---- workers

  private void register(Event.WorkerRegistered e) {
    WorkerRecord worker = state.workers.get(e.worker().value());
    if (worker == null) {
      worker = new WorkerRecord(e.worker(), e.uid(), e.incarnation(), e.spec(), e.atMillis());
      state.addWorker(worker);
      state.lastWorker = Math.max(state.lastWorker, worker.id.value());
    } else {
      state.workersByName.remove(worker.spec.name(), worker);
      worker.describe(e.incarnation(), e.spec(), e.atMillis());
      state.workersByName.put(worker.spec.name(), worker);
    }
  }

  private void loseWorker(Event.WorkerLost e) {
    WorkerRecord worker = state.worker(e.worker());
    worker.lost = true;
    worker.changedAtMillis = e.atMillis();
  }

  private void changeDrain(Event.WorkerDrainChanged e) {
    WorkerRecord worker = state.worker(e.worker());
    worker.draining = e.draining();
    worker.drainReason = e.reason();
    worker.changedAtMillis = e.atMillis();
  }

  private void forgetWorker(Event.WorkerForgotten e) {
    WorkerRecord worker = state.worker(e.worker());
    state.workers.remove(worker.id.value());
    state.workersByUid.remove(worker.uid);
    state.workersByName.remove(worker.spec.name(), worker);
    state.learned.forgetWorker(worker.id.value());
  }
}
