package io.github.packtrain.core;

import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.explain.Explanation;
import io.github.packtrain.core.explain.WorkerExplanation;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events, plans and views in the short words of a {@link Script}. */
final class Telling {
  private Telling() {}

  static String event(Event event, long nowMillis) {
    return switch (event) {
      case Event.JobAdmitted e -> e.job() + " admitted x" + e.count() + (e.open() ? " open" : "");
      case Event.TasksAdded e -> e.job() + " +" + e.params().size();
      case Event.JobClosed e -> e.job() + " closed";
      case Event.JobCancelled e -> e.job() + " cancelled";
      case Event.TaskCancelled e -> e.task() + " cancelled";
      case Event.TasksRetried e -> e.job() + " retried";
      case Event.DependencyMet e -> e.job() + " met " + e.place();
      case Event.ReservationAdded e ->
          e.reservation().name() + " reserved" + parts(e.reservation());
      case Event.ReservationRemoved e -> e.name() + " open again";
      case Event.JobEnded e -> e.job() + " " + e.state();
      case Event.JobForgotten e -> e.job() + " forgotten";
      case Event.AttemptPlaced e ->
          e.attempt()
              + " on "
              + e.worker()
              + devices(e.devices())
              + (e.behind() == null ? "" : " after " + e.behind());
      case Event.AttemptStarted e -> e.attempt() + " started";
      case Event.AttemptStopRequested e -> e.attempt() + " stop " + e.reason();
      case Event.AttemptWithdrawn e -> e.attempt() + " withdrawn, " + next(e.next(), nowMillis);
      case Event.AttemptEnded e ->
          e.attempt() + " " + e.result().outcome() + ", " + next(e.next(), nowMillis);
      case Event.AttemptMeasured e -> e.attempt() + " measured";
      case Event.BackoffEnded e -> e.task() + " ready";
      case Event.WorkerRegistered e -> e.worker() + " registered";
      case Event.WorkerLost e -> e.worker() + " lost";
      case Event.WorkerDrainChanged e -> e.worker() + (e.draining() ? " draining" : " open");
      case Event.WorkerForgotten e -> e.worker() + " forgotten";
      case Event.AttemptRequeued e -> e.attempt() + " taken back, kept " + e.keptMillis();
      case Event.JobsRanked e -> "ranked " + e.ranks();
      case Event.PolicyCutOff e -> e.name() + " is cut off: " + e.why();
      case Event.PlacementConfigured e -> "placement is " + e.placement();
      case Event.QueueConfigured e -> "queue " + e.queue() + " is " + e.order();
      case Event.CountersRestored _,
          Event.LearnedRestored _,
          Event.JobRestored _,
          Event.TaskRestored _,
          Event.WorkerRestored _ ->
          throw new IllegalArgumentException("no command makes " + event);
    };
  }

  private static String next(Event.Next next, long nowMillis) {
    return switch (next) {
      case Event.Next.End(var state) -> "task " + state;
      case Event.Next.Retry(long at) when at == nowMillis -> "again";
      case Event.Next.Retry(long at) -> "again in " + (at - nowMillis);
    };
  }

  private static String devices(List<DeviceShare> shares) {
    return shares.isEmpty()
        ? ""
        : " gpu "
            + shares.stream()
                .map(
                    share ->
                        share.milli() == GpuRequest.WHOLE
                            ? "" + share.device()
                            : share.device()
                                + ":"
                                + share.milli()
                                + "m/"
                                + share.memoryBytes() / Specs.GIB
                                + "G")
                .collect(Collectors.joining(","));
  }

  private static String parts(Reservation reservation) {
    return reservation.parts().stream()
        .map(part -> " " + part.devices().size() + " of " + part.worker())
        .collect(Collectors.joining(","));
  }

  static String reply(Decision.Reply reply) {
    return switch (reply) {
      case Decision.Reply.JobAccepted r when !r.fresh() -> "same " + r.job() + " x" + r.count();
      case Decision.Reply.PlanCommitted r when r.dropped() > 0 -> r.dropped() + " dropped";
      case Decision.Reply.JobsAccepted r ->
          r.jobs().stream().map(Telling::reply).collect(Collectors.joining(" ")).strip();
      case Decision.Reply.Done _,
          Decision.Reply.JobAccepted _,
          Decision.Reply.WorkerAccepted _,
          Decision.Reply.TasksTouched _,
          Decision.Reply.Reserved _,
          Decision.Reply.PlanCommitted _ ->
          "";
    };
  }

  static String blocked(Plan plan) {
    String told =
        plan.blocked().stream()
            .map(
                block ->
                    block.waiting()
                        + (block.feasible() ? " wait: " : " never: ")
                        + block.reasons().stream()
                            .map(Telling::reason)
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; "));
    return told.isEmpty() ? "nothing waits" : told;
  }

  static String promises(Plan plan, long nowMillis) {
    String told =
        plan.promises().stream()
            .map(
                p ->
                    p.job()
                        + " in "
                        + (p.atMillis() - nowMillis)
                        + " on "
                        + p.grants().getFirst().worker())
            .collect(Collectors.joining("; "));
    return told.isEmpty() ? "nothing" : told;
  }

  private static String reason(Reason r) {
    String numbers = r.need() == 0 ? "" : " " + amount(r.best()) + "<" + amount(r.need());
    return r.code()
        + (r.workers() > 1 ? " x" + r.workers() : "")
        + numbers
        + (r.bestWorker().isEmpty() ? "" : " " + r.bestWorker())
        + (r.detail().isEmpty() ? "" : " (" + r.detail() + ")");
  }

  private static String amount(long value) {
    return value >= Specs.GIB ? value / Specs.GIB + "G" : "" + value;
  }

  static String job(JobView job) {
    return job.state()
        + " waiting "
        + job.waiting()
        + " backing-off "
        + job.backingOff()
        + " active "
        + job.active()
        + " completed "
        + job.completed()
        + " failed "
        + job.failed()
        + " cancelled "
        + job.cancelled()
        + " timed-out "
        + job.timedOut();
  }

  static String task(TaskView task) {
    return task.state()
        + " attempts "
        + task.attempts()
        + " failures "
        + task.failures()
        + " losses "
        + task.losses()
        + (task.params().isEmpty() ? "" : " params " + task.params());
  }

  static String free(WorkerView worker) {
    return "cpu "
        + worker.free().resources().cpuMilli()
        + IntStream.range(0, worker.free().devices())
            .mapToObj(
                i ->
                    ", "
                        + worker.free().milli(i)
                        + "m/"
                        + worker.free().memoryBytes(i) / Specs.GIB
                        + "G")
            .collect(Collectors.joining());
  }

  static String explanation(WorkerExplanation e) {
    StringBuilder told = new StringBuilder(e.verdict() + ": " + e.summary());
    for (WorkerExplanation.Miss miss : e.misses()) {
      told.append(" MISS ").append(miss.job()).append(" x").append(miss.waiting()).append(":");
      miss.reasons()
          .forEach(reason -> told.append(" ").append(Explainer.sentence(reason)).append(";"));
    }
    return told.toString();
  }

  static String explanation(Explanation e) {
    StringBuilder told = new StringBuilder(e.verdict() + " (" + e.waiting() + "): " + e.summary());
    e.reasons().stream()
        .skip(1)
        .forEach(reason -> told.append(" AND ").append(Explainer.sentence(reason)));
    if (e.aheadCount() > 0) {
      told.append(" AHEAD ").append(e.aheadCount()).append(" ").append(e.ahead());
    }
    if (e.eta() != null) {
      told.append(" ETA ").append(e.eta().sentence());
    }
    if (e.promisedMillis() > 0) {
      told.append(" PROMISED ").append(Instant.ofEpochMilli(e.promisedMillis()));
    }
    e.hints().forEach(hint -> told.append(" HINT ").append(hint));
    return told.toString();
  }
}
