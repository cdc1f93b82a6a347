package io.github.packtrain.master.api;

import io.github.packtrain.core.Event;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Event.Builder;
import io.github.packtrain.protocol.v1.EventType;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.session.wire.JobWire;
import java.util.Optional;
import java.util.stream.Collectors;

/** Facts as events on the wire. Facts that tell a watcher nothing are left out. */
final class EventViews {
  private EventViews() {}

  /**
   * The event, without its number.
   *
   * @param places knows the attempt's worker; learns from the fact
   */
  static Optional<Builder> of(Fact fact, EventPlaces places) {
    places.before(fact);
    return switch (fact) {
      case Event event -> of(event, places);
      case StudyEvent event -> Optional.of(StudyEventViews.of(event));
      default -> Optional.empty();
    };
  }

  private static Optional<Builder> of(Event fact, EventPlaces places) {
    return switch (fact) {
      case Event.JobAdmitted it -> Optional.of(admitted(it));
      case Event.TasksAdded it -> Optional.of(grew(it));
      case Event.JobCancelled it -> Optional.of(cancelled(it));
      case Event.TaskCancelled it -> Optional.of(cancelled(it));
      case Event.TasksRetried it -> Optional.of(retried(it));
      case Event.DependencyMet it -> Optional.of(met(it));
      case Event.JobEnded it -> Optional.of(ended(it));
      case Event.AttemptPlaced it -> Optional.of(placed(it, places));
      case Event.AttemptStarted it -> Optional.of(started(it, places));
      case Event.AttemptStopRequested it -> Optional.of(stopping(it, places));
      case Event.AttemptWithdrawn it -> Optional.of(withdrawn(it, places));
      case Event.AttemptEnded it -> Optional.of(ended(it, places));
      case Event.AttemptRequeued it -> Optional.of(takenBack(it, places));
      case Event.AttemptMeasured it -> Optional.of(measured(it, places));
      case Event.WorkerRegistered it -> Optional.of(registered(it));
      case Event.WorkerLost it -> Optional.of(lost(it));
      case Event.WorkerDrainChanged it -> Optional.of(drained(it));
      case Event.WorkerForgotten it -> Optional.of(forgotten(it));
      case Event.QueueConfigured it -> it.by().isEmpty() ? Optional.empty() : Optional.of(set(it));
      case Event.ReservationAdded it -> Optional.of(ReservationViews.added(it));
      case Event.ReservationRemoved it -> Optional.of(ReservationViews.removed(it));
      case Event.PlacementConfigured it -> Optional.of(set(it));
      case Event.PolicyCutOff it -> Optional.of(cutOff(it));
      case Event.JobsRanked _,
          Event.JobClosed _,
          Event.JobForgotten _,
          Event.BackoffEnded _,
          Event.CountersRestored _,
          Event.LearnedRestored _,
          Event.WorkerRestored _,
          Event.JobRestored _,
          Event.TaskRestored _ ->
          Optional.empty();
    };
  }

  /** The connection to a worker is down, which is no fact. */
  static Builder unreachable(WorkerId worker, long atMillis) {
    return worker(EventType.EVENT_WORKER_UNREACHABLE, worker)
        .setAt(Times.of(atMillis))
        .setText("worker " + worker + " cannot be reached; its tasks run on while its lease does");
  }

  // ---- jobs

  private static Builder admitted(Event.JobAdmitted it) {
    return job(EventType.EVENT_JOB_ADMITTED, it.job())
        .setAt(Times.of(it.atMillis()))
        .setBy(it.owner())
        .setStudy(it.spec().study())
        .setText(
            it.owner()
                + " submitted job "
                + it.job()
                + " '"
                + Names.shown(it.spec().name())
                + "' with "
                + EventTexts.count(it.count(), "task"));
  }

  private static Builder grew(Event.TasksAdded it) {
    return job(EventType.EVENT_JOB_GREW, it.job())
        .setText("job " + it.job() + " got " + EventTexts.count(it.params().size(), "more task"));
  }

  private static Builder cancelled(Event.JobCancelled it) {
    return job(EventType.EVENT_JOB_CANCELLED, it.job())
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText(it.by() + " cancelled job " + it.job() + EventTexts.because(it.reason()));
  }

  private static Builder cancelled(Event.TaskCancelled it) {
    return job(EventType.EVENT_TASK_CANCELLED, it.task().job())
        .setAt(Times.of(it.atMillis()))
        .setTask(it.task().toString())
        .setBy(it.by())
        .setText(it.by() + " cancelled task " + it.task() + EventTexts.because(it.reason()));
  }

  private static Builder retried(Event.TasksRetried it) {
    String states =
        it.states().stream().map(EventTexts::words).collect(Collectors.joining(" and "));
    return job(EventType.EVENT_JOB_RETRIED, it.job())
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText(it.by() + " has " + states + " tasks of job " + it.job() + " tried again");
  }

  private static Builder met(Event.DependencyMet it) {
    return job(EventType.EVENT_JOB_DEPENDENCY_MET, it.job())
        .setAt(Times.of(it.atMillis()))
        .setText("job " + it.job() + " has one thing less to wait for");
  }

  private static Builder ended(Event.JobEnded it) {
    return job(EventType.EVENT_JOB_ENDED, it.job())
        .setAt(Times.of(it.atMillis()))
        .setText("job " + it.job() + " ended: " + EventTexts.words(it.state()));
  }

  // ---- attempts

  private static Builder placed(Event.AttemptPlaced it, EventPlaces places) {
    TaskId task = it.attempt().task();
    String behind = it.behind() == null ? "" : ", behind " + it.behind();
    return attempt(EventType.EVENT_TASK_PLACED, it.attempt(), it.atMillis(), places)
        .setText("task " + task + " was given to " + it.worker() + behind);
  }

  private static Builder started(Event.AttemptStarted it, EventPlaces places) {
    Builder event = attempt(EventType.EVENT_TASK_STARTED, it.attempt(), it.atMillis(), places);
    return event.setText("task " + event.getTask() + " started" + on(event));
  }

  private static Builder stopping(Event.AttemptStopRequested it, EventPlaces places) {
    Builder event = attempt(EventType.EVENT_TASK_STOPPING, it.attempt(), it.atMillis(), places);
    return event
        .setOutcome(JobWire.toWire(it.reason()))
        .setText(
            "task "
                + event.getTask()
                + on(event)
                + " was asked to stop: "
                + EventTexts.words(it.reason()));
  }

  private static Builder withdrawn(Event.AttemptWithdrawn it, EventPlaces places) {
    Builder event = attempt(EventType.EVENT_TASK_WITHDRAWN, it.attempt(), it.atMillis(), places);
    places.forget(it.attempt());
    String then = it.next() instanceof Event.Next.End ? "" : "; it waits again";
    return event.setText(
        "task " + event.getTask() + on(event) + " was given back before it started" + then);
  }

  private static Builder takenBack(Event.AttemptRequeued it, EventPlaces places) {
    Builder event = attempt(EventType.EVENT_TASK_RETRIED, it.attempt(), it.atMillis(), places);
    places.forget(it.attempt());
    return event.setText(
        "task "
            + event.getTask()
            + on(event)
            + " was taken back, so that others could go first; it waits again");
  }

  private static Builder ended(Event.AttemptEnded it, EventPlaces places) {
    boolean again = it.next() instanceof Event.Next.Retry;
    EventType type = again ? EventType.EVENT_TASK_RETRIED : EventType.EVENT_TASK_ENDED;
    Builder event = attempt(type, it.attempt(), it.atMillis(), places);
    places.forget(it.attempt());
    String after = " after " + EventTexts.duration(it.result().runMillis());
    String what =
        it.next() instanceof Event.Next.End(TaskState state)
            ? "task " + event.getTask() + " ended" + on(event) + after + ": " + words(state, it)
            : "attempt "
                + it.attempt()
                + " ended"
                + on(event)
                + after
                + ": "
                + EventTexts.cause(it.result())
                + "; its task is tried again";
    return event
        .setOutcome(JobWire.toWire(it.result().outcome()))
        .putAllMetrics(it.result().metrics())
        .setText(what);
  }

  private static String words(TaskState state, Event.AttemptEnded it) {
    return state == TaskState.COMPLETED ? "completed" : EventTexts.cause(it.result());
  }

  private static Builder measured(Event.AttemptMeasured it, EventPlaces places) {
    return attempt(EventType.EVENT_TASK_MEASURED, it.attempt(), it.atMillis(), places)
        .putAllMetrics(it.measurement().metrics())
        .setText(
            "attempt "
                + it.attempt()
                + " reported step "
                + it.measurement().step()
                + EventTexts.metrics(it.measurement().metrics()));
  }

  // ---- workers

  private static Builder registered(Event.WorkerRegistered it) {
    return worker(EventType.EVENT_WORKER_REGISTERED, it.worker())
        .setAt(Times.of(it.atMillis()))
        .setText("worker " + it.worker() + " '" + Names.shown(it.spec().name()) + "' registered");
  }

  private static Builder lost(Event.WorkerLost it) {
    return worker(EventType.EVENT_WORKER_LOST, it.worker())
        .setAt(Times.of(it.atMillis()))
        .setText("worker " + it.worker() + " is lost" + EventTexts.because(it.why()));
  }

  private static Builder drained(Event.WorkerDrainChanged it) {
    EventType type =
        it.draining() ? EventType.EVENT_WORKER_DRAINED : EventType.EVENT_WORKER_RESUMED;
    String what = it.draining() ? " drains worker " : " gives work to worker ";
    return worker(type, it.worker())
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText(
            it.by()
                + what
                + it.worker()
                + (it.draining() ? "" : " again")
                + EventTexts.because(it.reason()));
  }

  private static Builder forgotten(Event.WorkerForgotten it) {
    return worker(EventType.EVENT_WORKER_FORGOTTEN, it.worker())
        .setText("worker " + it.worker() + " was taken off the list");
  }

  // ---- policies

  private static Builder set(Event.QueueConfigured it) {
    String order = PolicyViews.choice(it.order(), it.options());
    return io.github.packtrain.protocol.v1.Event.newBuilder()
        .setType(EventType.EVENT_ORDER_SET)
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText(it.by() + " set the order of queue '" + it.queue() + "' to " + order);
  }

  private static Builder set(Event.PlacementConfigured it) {
    String placement =
        it.placement().isEmpty()
            ? "what the master was started with"
            : PolicyViews.choice(it.placement(), it.options());
    return io.github.packtrain.protocol.v1.Event.newBuilder()
        .setType(EventType.EVENT_PLACEMENT_SET)
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText(it.by() + " set the placement to " + placement);
  }

  private static Builder cutOff(Event.PolicyCutOff it) {
    String what = it.queue().isEmpty() ? "placement " : "order of queue '" + it.queue() + "', ";
    return io.github.packtrain.protocol.v1.Event.newBuilder()
        .setType(EventType.EVENT_POLICY_CUT_OFF)
        .setAt(Times.of(it.atMillis()))
        .setText("the " + what + it.name() + ", is cut off, the default takes over: " + it.why());
  }

  // ---- parts

  private static Builder job(EventType type, JobId job) {
    return io.github.packtrain.protocol.v1.Event.newBuilder().setType(type).setJob(job.toString());
  }

  private static Builder worker(EventType type, WorkerId worker) {
    return io.github.packtrain.protocol.v1.Event.newBuilder()
        .setType(type)
        .setWorker(worker.toString());
  }

  private static Builder attempt(
      EventType type, AttemptId attempt, long atMillis, EventPlaces places) {
    String task = attempt.task().toString();
    Builder event =
        job(type, attempt.task().job())
            .setAt(Times.of(atMillis))
            .setTask(task)
            .setAttempt(task + "." + attempt.number());
    places.find(attempt).ifPresent(worker -> event.setWorker(worker.toString()));
    return event;
  }

  private static String on(Builder event) {
    return event.getWorker().isEmpty() ? "" : " on " + event.getWorker();
  }
}
