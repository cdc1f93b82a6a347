package io.github.packtrain.core;

import io.github.packtrain.core.learn.Estimate;
import io.github.packtrain.core.learn.Prediction;
import io.github.packtrain.core.learn.Rung;
import io.github.packtrain.core.order.Backfill;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView.Ending;
import io.github.packtrain.core.plan.PlanView.Horizon;
import io.github.packtrain.model.JobSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long tasks will hold their places at the most: what their user says, else what nine of ten
 * like them do not exceed, never longer than their time limit.
 */
final class Spans {
  private static final long LATE_MIN_MILLIS = 1_000;

  private final CoreState state;
  private final boolean wanted;
  private final boolean byOwner;

  private Spans(CoreState state, boolean wanted) {
    this.state = state;
    this.wanted = wanted;
    this.byOwner =
        state.reservations.values().stream().anyMatch(kept -> !kept.holder().users().isEmpty());
  }

  /** For a cycle, which may not want to know. */
  Spans(CoreState state) {
    this(
        state,
        !state.reservations.isEmpty()
            || state.queues.values().stream().anyMatch(q -> q.backfill != Backfill.NONE));
  }

  /** For somebody who looks ahead by himself. */
  static Spans asked(CoreState state) {
    return new Spans(state, true);
  }

  /** Whether anybody looks ahead. */
  boolean wanted() {
    return wanted;
  }

  /** Whether it matters whose job a task is. */
  boolean byOwner() {
    return byOwner;
  }

  /** Of a task that waits; asked only where somebody looks ahead. */
  long ofWaiting(JobRecord job) {
    if (!wanted) {
      return Long.MAX_VALUE;
    }
    JobSpec spec = job.spec;
    if (spec.terms().estimateMillis() > 0) {
      return Math.min(spec.terms().estimateMillis(), spec.timeLimitMillis());
    }
    Prediction prediction = state.learned.predict(job.taskClass.specs.subjectOf(spec));
    return prediction.rung() == Rung.DEFAULT
        ? spec.timeLimitMillis()
        : Math.min(prediction.p90Millis(), spec.timeLimitMillis());
  }

  /** When everything that runs will have ended. */
  Horizon horizon(long nowMillis, List<Plan.Promise> promises) {
    return new Horizon(
        true, nowMillis, endings(nowMillis), promises, List.copyOf(state.reservations.values()));
  }

  List<Ending> endings(long nowMillis) {
    List<Ending> endings = new ArrayList<>();
    for (WorkerRecord worker : state.workers.values()) {
      for (AttemptRecord attempt : worker.attempts.sorted()) {
        if (attempt.behind == null) {
          endings.add(new Ending(worker.id, endOf(attempt, nowMillis), attempt.allocation));
        }
      }
    }
    return endings;
  }

  /** Those who wait behind it in its local queue take over its place. */
  private long endOf(AttemptRecord first, long nowMillis) {
    long since = first.startedAtMillis > 0 ? first.startedAtMillis : first.placedAtMillis;
    long end = since + ofActive(first);
    if (end <= nowMillis) {
      // It takes longer than was thought; it may take as much longer again.
      end = nowMillis + Math.max(LATE_MIN_MILLIS, nowMillis - end);
    }
    for (AttemptRecord next = follower(first); next != null; next = follower(next)) {
      end += ofActive(next);
    }
    return end;
  }

  private @Nullable AttemptRecord follower(AttemptRecord attempt) {
    return attempt.follower == null ? null : state.attempt(attempt.follower);
  }

  private long ofActive(AttemptRecord attempt) {
    JobSpec spec = attempt.job.spec;
    if (attempt.expected == 0 || spec.terms().estimateMillis() > 0) {
      return ofWaiting(attempt.job);
    }
    Estimate expected = Estimate.unpack(attempt.expected);
    return expected.rung() == Rung.DEFAULT
        ? spec.timeLimitMillis()
        : Math.min(expected.toPrediction().p90Millis(), spec.timeLimitMillis());
  }
}
