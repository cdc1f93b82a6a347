package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a job or one of its tasks is where it is.
 *
 * @param summary one sentence, without the job's name
 * @param reasons at least one when {@code waiting} is not 0, most workers first; {@link
 *     Explainer#sentence} says each in words
 * @param ahead jobs with tasks that may start before those of this one, nearest first, at most
 *     {@value #AHEAD_MAX}
 * @param aheadCount how many there are
 * @param waiting tasks that wait, those backing off included
 * @param promisedMillis when a task of it will start at the latest, as its queue promises; 0 where
 *     none does
 * @param whatIfs changes of the request with which it would run, the least first
 * @param eta when the next of its tasks starts; null when nothing waits for room, and when it
 *     cannot be said
 * @param choice why the task that is on a worker got that one; null when it is no single task, or
 *     no longer known
 * @param hints what to do, one sentence each, the most useful first, {@code whatIfs} among them
 */
public record Explanation(
    Verdict verdict,
    String summary,
    List<Reason> reasons,
    List<JobId> ahead,
    int aheadCount,
    int waiting,
    long promisedMillis,
    List<WhatIf> whatIfs,
    @Nullable Eta eta,
    @Nullable Choice choice,
    List<String> hints) {
  /** How many jobs of {@link #ahead} are named. */
  public static final int AHEAD_MAX = 10;

  public Explanation {
    reasons = List.copyOf(reasons);
    ahead = List.copyOf(ahead);
    whatIfs = List.copyOf(whatIfs);
    hints = List.copyOf(hints);
  }

  /** The answer in one word. */
  public enum Verdict {
    /** Some tasks wait; they can run. */
    WAITING,
    /** Some tasks wait, and no registered worker could run them even when empty. */
    IMPOSSIBLE,
    /** Nothing waits, something is on a worker. */
    RUNNING,
    ENDED
  }
}
