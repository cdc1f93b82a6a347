package io.github.packtrain.core;

import io.github.packtrain.core.learn.Prediction;
import io.github.packtrain.core.learn.Rung;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a job that comes in can meet its deadline at all: if it started at once, on a worker that
 * has nothing else to do. Who fails here fails for sure; who passes may still be late.
 */
final class Deadlines {
  private final CoreState state;

  Deadlines(CoreState state) {
    this.state = state;
  }

  /** Why it cannot; empty when it can, as far as one knows, or has no deadline. */
  Optional<Rejection> problemOf(JobSpec spec, int count, long nowMillis) {
    long deadline = spec.terms().deadlineMillis();
    if (deadline == 0) {
      return Optional.empty();
    }
    if (deadline <= nowMillis) {
      return Optional.of(unreachable(deadline, "that is over"));
    }
    if (!couldRunSomewhere(spec)) {
      return Optional.of(
          unreachable(deadline, "no registered worker could run it, even an empty one"));
    }
    return tooLong(spec, count, nowMillis);
  }

  private Optional<Rejection> tooLong(JobSpec spec, int count, long nowMillis) {
    long each = spec.terms().estimateMillis();
    String basis = "by its estimate";
    if (each == 0) {
      Prediction prediction = state.predict(spec);
      each = prediction.rung() == Rung.DEFAULT ? 0 : prediction.p50Millis();
      basis = "as tasks like it do in the median";
    }
    int parallel = spec.maxParallel();
    long rounds = parallel == 0 ? 1 : (count + parallel - 1L) / parallel;
    long end =
        each > (Long.MAX_VALUE - nowMillis) / rounds ? Long.MAX_VALUE : nowMillis + each * rounds;
    if (end <= spec.terms().deadlineMillis()) {
      return Optional.empty();
    }
    String until = end == Long.MAX_VALUE ? "for ever" : "until " + Instant.ofEpochMilli(end);
    String one = rounds == 1 ? "" : " in " + rounds + " rounds of " + parallel + " tasks";
    return Optional.of(
        unreachable(
            spec.terms().deadlineMillis(),
            "started at once it would run " + until + one + ", " + basis));
  }

  private boolean couldRunSomewhere(JobSpec spec) {
    boolean anyWorker = false;
    for (WorkerRecord worker : state.workers.values()) {
      if (!worker.lost) {
        anyWorker = true;
        if (Fit.couldEver(spec.request(), worker.spec)) {
          return true;
        }
      }
    }
    return !anyWorker;
  }

  private static Rejection unreachable(long deadlineMillis, String why) {
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "DEADLINE_UNREACHABLE",
        "the job cannot end by its deadline, " + Instant.ofEpochMilli(deadlineMillis),
        why,
        "give it a later --deadline; without --deadline-firm it is taken all the same");
  }
}
