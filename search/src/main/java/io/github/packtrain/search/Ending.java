package io.github.packtrain.search;

import io.github.packtrain.search.StudyEvent.EndReason;
import io.github.packtrain.search.StudyEvent.StudyEnded;
import java.util.Optional;

/**
 * Decides whether a study is over, first reason first: target, failures, patience, trials, time.
 */
record Ending(StudySpec spec, long createdAtMillis) {

  Optional<StudyEnded> find(Progress progress, long nowMillis) {
    Objective objective = spec.objective();
    Budget budget = spec.budget();
    if (progress.hasBest() && objective.isReachedBy(progress.bestScore())) {
      return end(
          EndReason.TARGET,
          nowMillis,
          "trial %d reached %s = %s, the target is %s",
          progress.bestTrial(),
          objective.metric(),
          objective.score(progress.bestScore()),
          objective.target());
    }
    if (exceeds(progress.failed() - 1L, budget.maxFailed())) {
      return end(
          EndReason.FAILED,
          nowMillis,
          "%d trials failed, at most %d may",
          progress.failed(),
          budget.maxFailed());
    }
    if (exceeds(progress.sinceBest(), budget.patience())) {
      return end(
          EndReason.PATIENCE,
          nowMillis,
          "%d results in a row were not better than trial %d",
          progress.sinceBest(),
          progress.bestTrial());
    }
    if (progress.suggested() >= budget.trials() && progress.running() == 0) {
      return end(EndReason.BUDGET, nowMillis, "all %d trials have ended", budget.trials());
    }
    if (exceeds(nowMillis - createdAtMillis, budget.wallMillis())) {
      return end(
          EndReason.WALL, nowMillis, "%d ms are over since its creation", budget.wallMillis());
    }
    return Optional.empty();
  }

  StudyEnded exhausted(Progress progress, long nowMillis) {
    return event(
        EndReason.EXHAUSTED,
        nowMillis,
        "the algorithm has nothing more to suggest after %d trials",
        progress.suggested());
  }

  StudyEnded stopped(String reason, long nowMillis) {
    return new StudyEnded(spec.name(), EndReason.STOPPED, reason, nowMillis);
  }

  private static boolean exceeds(long value, long limit) {
    return limit != Budget.NO_LIMIT && value >= limit;
  }

  private Optional<StudyEnded> end(
      EndReason reason, long nowMillis, String detail, Object... values) {
    return Optional.of(event(reason, nowMillis, detail, values));
  }

  private StudyEnded event(EndReason reason, long nowMillis, String detail, Object... values) {
    return new StudyEnded(spec.name(), reason, detail.formatted(values), nowMillis);
  }
}
