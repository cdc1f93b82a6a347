package io.github.packtrain.search;

import java.util.ArrayList;
import java.util.List;

/**
 * When a study ends, and how wide it runs.
 *
 * @param trials how many candidates are suggested in all, 1 to {@link #MAX_TRIALS}; imported ones
 *     do not count
 * @param parallel how many trials run at once, 1 to {@link #MAX_PARALLEL}
 * @param wallMillis the study ends this long after its creation; {@link #NO_LIMIT} = never
 * @param patience the study ends after this many results in a row without a better one; {@link
 *     #NO_LIMIT} = never
 * @param maxFailed the study ends when more trials than this failed; {@link #NO_LIMIT} = never
 */
public record Budget(int trials, int parallel, long wallMillis, int patience, int maxFailed) {
  /** The value of a limit that is not set. */
  public static final int NO_LIMIT = -1;

  /** Upper bound of {@link #trials}. */
  public static final int MAX_TRIALS = 1_000_000;

  /** Upper bound of {@link #parallel}. */
  public static final int MAX_PARALLEL = 100_000;

  /** Trials only, no other limit. */
  public static Budget of(int trials, int parallel) {
    return new Budget(trials, parallel, NO_LIMIT, NO_LIMIT, NO_LIMIT);
  }

  /** The same with a limit on the time since the study's creation. */
  public Budget withWallMillis(long limit) {
    return new Budget(trials, parallel, limit, patience, maxFailed);
  }

  /** The same with a limit on results in a row without a better one. */
  public Budget withPatience(int limit) {
    return new Budget(trials, parallel, wallMillis, limit, maxFailed);
  }

  /** The same with a limit on failed trials. */
  public Budget withMaxFailed(int limit) {
    return new Budget(trials, parallel, wallMillis, patience, limit);
  }

  List<SearchProblem> problems() {
    List<SearchProblem> problems = new ArrayList<>();
    check(problems, "trials", trials, trials >= 1 && trials <= MAX_TRIALS, "1 to " + MAX_TRIALS);
    check(
        problems,
        "parallel",
        parallel,
        parallel >= 1 && parallel <= MAX_PARALLEL,
        "1 to " + MAX_PARALLEL);
    check(problems, "wallMillis", wallMillis, wallMillis == NO_LIMIT || wallMillis >= 1, ">= 1");
    check(problems, "patience", patience, patience == NO_LIMIT || patience >= 1, ">= 1");
    check(problems, "maxFailed", maxFailed, maxFailed == NO_LIMIT || maxFailed >= 0, ">= 0");
    return problems;
  }

  private static void check(
      List<SearchProblem> problems, String field, long value, boolean valid, String range) {
    if (!valid) {
      problems.add(
          new SearchProblem(
              "BUDGET_RANGE",
              "budget." + field,
              "the value " + value + " is out of range",
              "give a whole number " + range));
    }
  }
}
