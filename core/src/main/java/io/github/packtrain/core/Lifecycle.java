package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Attempts end and tasks go on. A report counts only while its attempt is the task's current one
 * and comes from the worker that holds it: everything else is stale and rejected, which is what
 * makes a result be recorded exactly once.
 */
final class Lifecycle {
  /** Bound of what one tick does; the next one, at once, does the rest. */
  private static final int TICK_EVENTS_MAX = 10_000;

  private final CoreState state;
  private final CoreLimits limits;
  private final Settling settling;

  Lifecycle(CoreState state, CoreLimits limits) {
    this.state = state;
    this.limits = limits;
    this.settling = new Settling(state);
  }

  Decision reportStarted(Command.ReportStarted c, long nowMillis) {
    AttemptRecord attempt = current(c.attempt(), c.worker());
    if (attempt == null) {
      return Decision.rejected(Rejections.stale(c.attempt(), c.worker()));
    }
    return attempt.startedAtMillis > 0
        ? Decision.of()
        : Decision.of(new Event.AttemptStarted(attempt.id, Math.max(1, nowMillis)));
  }

  Decision reportEnded(Command.ReportEnded c, long nowMillis) {
    AttemptRecord attempt = current(c.attempt(), c.worker());
    if (attempt == null) {
      return Decision.rejected(Rejections.stale(c.attempt(), c.worker()));
    }
    Draft draft = new Draft(nowMillis);
    draft.endAttempt(attempt, checked(c.result(), attempt.job.spec));
    return draft.accepted(new Reply.Done());
  }

  /** A success must bring the result that the job asks for; what is not a number is no result. */
  private static AttemptResult checked(AttemptResult result, JobSpec spec) {
    if (result.outcome() != Outcome.SUCCEEDED) {
      return result;
    }
    for (String name : spec.requiredMetrics()) {
      Double value = result.metrics().get(name);
      if (value == null || !Double.isFinite(value)) {
        String what = value == null ? "is missing" : "is " + value;
        return new AttemptResult(
            Outcome.BAD_RESULT,
            result.exitCode(),
            result.signal(),
            "result '" + Texts.shown(name) + "' " + what + ", it must be a finite number",
            finite(result.metrics()),
            result.runMillis());
      }
    }
    return result;
  }

  private static Map<String, Double> finite(Map<String, Double> metrics) {
    Map<String, Double> kept = new TreeMap<>(metrics);
    kept.values().removeIf(value -> !Double.isFinite(value));
    return kept;
  }

  Decision reportMeasured(Command.ReportMeasured c, long nowMillis) {
    return current(c.attempt(), c.worker()) == null
        ? Decision.rejected(Rejections.stale(c.attempt(), c.worker()))
        : Decision.of(new Event.AttemptMeasured(c.attempt(), c.measurement(), nowMillis));
  }

  Decision reportWithdrawn(Command.ReportWithdrawn c, long nowMillis) {
    AttemptRecord attempt = current(c.attempt(), c.worker());
    if (attempt == null || attempt.startedAtMillis > 0) {
      return Decision.rejected(Rejections.stale(c.attempt(), c.worker()));
    }
    Draft draft = new Draft(nowMillis);
    draft.withdraw(attempt);
    return draft.accepted(new Reply.Done());
  }

  private @Nullable AttemptRecord current(AttemptId id, WorkerId worker) {
    AttemptRecord attempt = state.attempt(id);
    return attempt != null && attempt.worker.id.equals(worker) ? attempt : null;
  }

  Decision cancelJob(Command.CancelJob c, long nowMillis) {
    JobRecord job = state.jobs.get(c.job().value());
    if (job == null) {
      return Decision.rejected(Rejections.noSuchJob(c.job()));
    }
    if (job.hasEnded() || job.cancelled) {
      return new Decision.Accepted(List.of(), new Reply.TasksTouched(0));
    }
    Draft draft = new Draft(nowMillis);
    draft.cancel(job, c.by().name(), Texts.reason(c.reason()));
    return draft.accepted(
        new Reply.TasksTouched(job.waiting + job.course().backingOff + job.course().active));
  }

  Decision cancelTask(Command.CancelTask c, long nowMillis) {
    JobRecord job = state.jobs.get(c.task().job().value());
    if (job == null) {
      return Decision.rejected(Rejections.noSuchJob(c.task().job()));
    }
    int index = c.task().index();
    if (index >= job.count) {
      return Decision.rejected(Rejections.noSuchTask(c.task(), job.count));
    }
    TaskRecord task = job.task(index);
    Draft draft = new Draft(nowMillis);
    if (task != null && task.status instanceof AttemptRecord attempt) {
      if (attempt.stopReason != Outcome.CANCELLED) {
        draft.add(new Event.AttemptStopRequested(attempt.id, Outcome.CANCELLED, nowMillis));
      }
      return draft.accepted(new Reply.TasksTouched(1));
    }
    if (job.isEnded(index)) {
      return new Decision.Accepted(List.of(), new Reply.TasksTouched(0));
    }
    draft.add(
        new Event.TaskCancelled(c.task(), c.by().name(), Texts.reason(c.reason()), nowMillis));
    draft.countEnds(job, TaskState.CANCELLED, 1);
    draft.left(job, index, new Event.Next.End(TaskState.CANCELLED));
    return draft.accepted(new Reply.TasksTouched(1));
  }

  Decision retryJob(Command.RetryJob c, long nowMillis) {
    JobRecord job = state.jobs.get(c.job().value());
    if (job == null) {
      return Decision.rejected(Rejections.noSuchJob(c.job()));
    }
    if (!job.spec.study().isEmpty()) {
      return Decision.rejected(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "JOB_OF_STUDY",
              "job " + job.id + " belongs to study '" + job.spec.study() + "'",
              "its trials are run by the study",
              "packtrain study run continues the study"));
    }
    int touched = 0;
    TreeSet<TaskState> states = new TreeSet<>(c.states());
    for (TaskState ended : states) {
      if (!ended.isEnd() || ended == TaskState.COMPLETED) {
        return Decision.rejected(
            Rejection.invalid(
                "RETRY_STATE",
                "tasks in state " + ended + " cannot be retried",
                "use failed, timed_out or cancelled"));
      }
      touched += job.endedIn(ended).cardinality();
    }
    if (touched == 0) {
      return new Decision.Accepted(List.of(), new Reply.TasksTouched(0));
    }
    if (job.isGang() && touched < job.count) {
      return Decision.rejected(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "GANG_INCOMPLETE",
              touched + " of the " + job.count + " tasks of " + job.id + " would run again",
              "they are a gang and run together or not at all",
              "name all states that its tasks are in, or submit it anew"));
    }
    Optional<Rejection> never = settling.retryProblem(job);
    if (never.isPresent()) {
      return Decision.rejected(never.get());
    }
    Optional<Rejection> full = Admission.crowding(state, limits, touched);
    if (full.isEmpty() && job.hasEnded()) {
      full = Admission.jobCrowding(state, limits, 0);
    }
    if (full.isPresent()) {
      return Decision.rejected(full.get());
    }
    Draft draft = new Draft(nowMillis);
    draft.add(new Event.TasksRetried(job.id, List.copyOf(states), c.by().name(), nowMillis));
    return draft.accepted(new Reply.TasksTouched(touched));
  }

  Decision tick(long nowMillis) {
    Draft draft = new Draft(nowMillis);
    for (CoreState.Due due : state.backoffs) {
      if (due.atMillis() > nowMillis || draft.events().size() >= TICK_EVENTS_MAX) {
        break;
      }
      draft.add(new Event.BackoffEnded(due.task()));
    }
    for (LocalQueues.Queued queued : state.queued) {
      if (queued.sinceMillis() + LocalQueues.PATIENCE_MILLIS > nowMillis
          || draft.events().size() >= TICK_EVENTS_MAX) {
        break;
      }
      draft.add(new Event.AttemptStopRequested(queued.attempt(), Outcome.EVICTED, nowMillis));
    }
    for (Reservation reservation : state.reservations.values()) {
      if (reservation.endMillis() <= nowMillis) {
        draft.add(new Event.ReservationRemoved(reservation.name(), "time", nowMillis));
      }
    }
    int surplus = state.endedJobs.size() - limits.endedJobsMax();
    for (JobRecord job : state.endedJobs) {
      boolean old = job.course().endedAtMillis + limits.endedJobMillis() <= nowMillis;
      if (!(surplus > 0 || old) || draft.events().size() >= TICK_EVENTS_MAX) {
        break;
      }
      if (state.dependents.isAwaited(job)) {
        settling.letGo(job, draft, nowMillis);
        break;
      }
      draft.add(new Event.JobForgotten(job.id));
      surplus--;
    }
    forgetLostWorkers(draft, nowMillis);
    return draft.accepted(new Reply.Done());
  }

  private void forgetLostWorkers(Draft draft, long nowMillis) {
    for (WorkerRecord worker : state.workers.values()) {
      if (worker.lost
          && worker.attempts.isEmpty()
          && worker.changedAtMillis + limits.lostWorkerMillis() <= nowMillis) {
        draft.add(new Event.WorkerForgotten(worker.id));
      }
    }
  }
}
