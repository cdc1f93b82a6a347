package io.github.packtrain.search;

import io.github.packtrain.search.StudyEvent.EndReason;
import io.github.packtrain.search.StudyEvent.StudyEnded;
import java.util.Optional;

/**
 * Decides whether a study is over, first reason first: target, failures, patience, trials, time.
 */
record Ending(StudySpec spec, long createdAtMillis) {

  Optional<StudyEnded> find(Progress progress, long nowMillis) {
    Budget budget = spec.budget();
    if (progress.hasBest() && spec.objective().isReachedBy(progress.bestScore())) {
      return Optional.of(end(EndReason.TARGET, reached(progress), nowMillis));
    }
    if (isReached(budget.maxFailed(), progress.failed() - 1L)) {
      String detail = progress.failed() + " trials failed, at most " + budget.maxFailed() + " may";
      return Optional.of(end(EndReason.FAILED, detail, nowMillis));
    }
    if (isReached(budget.patience(), progress.sinceBest())) {
      String detail =
          progress.sinceBest()
              + " results in a row were not better than trial "
              + progress.bestTrial();
      return Optional.of(end(EndReason.PATIENCE, detail, nowMillis));
    }
    if (progress.suggested() >= budget.trials() && progress.running() == 0) {
      String detail = "all " + budget.trials() + " trials have ended";
      return Optional.of(end(EndReason.BUDGET, detail, nowMillis));
    }
    if (isReached(budget.wallMillis(), nowMillis - createdAtMillis)) {
      String detail = budget.wallMillis() + " ms are over since its creation";
      return Optional.of(end(EndReason.WALL, detail, nowMillis));
    }
    return Optional.empty();
  }

  StudyEnded exhausted(Progress progress, long nowMillis) {
    String detail =
        "the algorithm has nothing more to suggest after " + progress.suggested() + " trials";
    return end(EndReason.EXHAUSTED, detail, nowMillis);
  }

  StudyEnded stopped(String reason, long nowMillis) {
    return end(EndReason.STOPPED, reason, nowMillis);
  }

  private String reached(Progress progress) {
    Objective objective = spec.objective();
    double value = objective.score(progress.bestScore()); // the score's sign, taken back
    double target = objective.findTarget().orElseThrow();
    String what = objective.metric() + " = " + value + ", the target is " + target;
    return "trial " + progress.bestTrial() + " reached " + what;
  }

  private static boolean isReached(long limit, long value) {
    return limit != Budget.NO_LIMIT && value >= limit;
  }

  private StudyEnded end(EndReason reason, String detail, long nowMillis) {
    return new StudyEnded(spec.name(), reason, detail, nowMillis);
  }
}
