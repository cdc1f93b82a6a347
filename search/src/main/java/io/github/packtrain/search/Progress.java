package io.github.packtrain.search;

/**
 * How far a study is.
 *
 * @param suggested trials counted against the budget; = running + completed + failed + infeasible +
 *     cancelled
 * @param imported results told without having been asked for
 * @param sinceBest results (completed or infeasible) since the last better one
 * @param bestTrial number of the best trial; 0 = none yet
 * @param bestScore its objective, negated when smaller is better; meaningless when there is none
 */
public record Progress(
    int suggested,
    int running,
    int completed,
    int failed,
    int infeasible,
    int cancelled,
    int imported,
    int sinceBest,
    int bestTrial,
    double bestScore) {

  static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether there is a completed trial. */
  public boolean hasBest() {
    return bestTrial > 0;
  }

  boolean isBetter(double score) {
    return !hasBest() || score > bestScore;
  }

  Progress afterSuggestion() {
    return new Progress(
        suggested + 1,
        running + 1,
        completed,
        failed,
        infeasible,
        cancelled,
        imported,
        sinceBest,
        bestTrial,
        bestScore);
  }

  Progress afterImport(int trial, double score) {
    boolean better = isBetter(score);
    return new Progress(
        suggested,
        running,
        completed,
        failed,
        infeasible,
        cancelled,
        imported + 1,
        better ? 0 : sinceBest,
        better ? trial : bestTrial,
        better ? score : bestScore);
  }

  Progress afterCompletion(int trial, double score) {
    boolean better = isBetter(score);
    return new Progress(
        suggested,
        running - 1,
        completed + 1,
        failed,
        infeasible,
        cancelled,
        imported,
        better ? 0 : sinceBest + 1,
        better ? trial : bestTrial,
        better ? score : bestScore);
  }

  Progress afterFailure() {
    return new Progress(
        suggested,
        running - 1,
        completed,
        failed + 1,
        infeasible,
        cancelled,
        imported,
        sinceBest,
        bestTrial,
        bestScore);
  }

  Progress afterInfeasible() {
    return new Progress(
        suggested,
        running - 1,
        completed,
        failed,
        infeasible + 1,
        cancelled,
        imported,
        hasBest() ? sinceBest + 1 : 0,
        bestTrial,
        bestScore);
  }

  Progress afterEnd() {
    return new Progress(
        suggested,
        0,
        completed,
        failed,
        infeasible,
        cancelled + running,
        imported,
        sinceBest,
        bestTrial,
        bestScore);
  }
}
