package io.github.packtrain.core.explain;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.explain.Eta.Basis;
import io.github.packtrain.core.learn.Prediction;
import io.github.packtrain.model.JobSpec;

/**
 * How long tasks run, as far as anybody knows.
 *
 * @param p90Millis at least {@code p50Millis}
 */
record RunLength(long p50Millis, long p90Millis, Basis basis) {

  static RunLength of(JobSpec spec, CoreState state) {
    Prediction learned = state.predict(spec);
    RunLength found =
        switch (learned.rung()) {
          case TASK_ON_WORKER, TASK, MODEL -> of(learned, Basis.LEARNED);
          case KIND, ALL ->
              spec.terms().estimateMillis() > 0 ? estimate(spec) : of(learned, Basis.KIND);
          case DEFAULT -> {
            if (spec.terms().estimateMillis() > 0) {
              yield estimate(spec);
            }
            long limit = spec.timeLimitMillis();
            yield limit > 0 ? new RunLength(limit, limit, Basis.LIMIT) : of(learned, Basis.GUESS);
          }
        };
    long limit = spec.timeLimitMillis() > 0 ? spec.timeLimitMillis() : Long.MAX_VALUE;
    return new RunLength(
        Math.min(found.p50Millis, limit), Math.min(found.p90Millis, limit), found.basis);
  }

  private static RunLength of(Prediction learned, Basis basis) {
    return new RunLength(learned.p50Millis(), learned.p90Millis(), basis);
  }

  private static RunLength estimate(JobSpec spec) {
    long estimate = spec.terms().estimateMillis();
    return new RunLength(estimate, estimate, Basis.ESTIMATE);
  }

  long millis(boolean tail) {
    return tail ? p90Millis : p50Millis;
  }

  /**
   * How much longer one runs that has run so long. One that outran what was expected goes on for
   * half of what is left to the ninth decile, or a quarter of what it ran, whichever is more.
   */
  long leftMillis(long ranMillis, boolean tail) {
    long expected = millis(tail) - ranMillis;
    return expected > 0 ? expected : Math.max((p90Millis - ranMillis) / 2, ranMillis / 4) + 1;
  }
}
