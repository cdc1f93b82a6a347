package io.github.packtrain.core;

import io.github.packtrain.core.Dependents.Fate;
import io.github.packtrain.core.Dependents.Waiter;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskState;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What becomes of those who wait when their target has ended: they go on, or, when it did not end
 * as they asked, are cancelled with a reason that names it. Who waits for one that is cancelled so
 * is settled next: the caller repeats the command while {@link
 * CoreState#hasUnsettledDependencies()}.
 */
final class Settling {
  /** Bound of one decision; the rest comes with the next one. */
  private static final int EVENTS_MAX = 10_000;

  private static final String BY = "dependency";

  private final CoreState state;

  Settling(CoreState state) {
    this.state = state;
  }

  Decision settle(long nowMillis) {
    Draft draft = new Draft(nowMillis);
    settle(state.dependents.due(), "", draft, nowMillis);
    return draft.accepted(new Decision.Reply.Done());
  }

  /** Settles whoever still waits for an ended job that is about to be forgotten. */
  void letGo(JobRecord target, Draft draft, long nowMillis) {
    String why = ", and is not kept any longer for another try";
    settle(state.dependents.waitersFor(target), why, draft, nowMillis);
  }

  private void settle(Iterable<Waiter> waiters, String more, Draft draft, long nowMillis) {
    TreeSet<JobId> cancelled = new TreeSet<>();
    for (Waiter waiter : waiters) {
      if (draft.events().size() >= EVENTS_MAX) {
        break;
      }
      JobRecord job = state.job(waiter.job());
      Dependency dependency = Dependents.dependencyOf(job, waiter.place());
      if (state.dependents.fateOf(dependency) == Fate.MET) {
        draft.add(new Event.DependencyMet(job.id, waiter.place(), nowMillis));
      } else if (cancelled.add(job.id)) {
        draft.cancel(job, BY, failureOf(dependency) + more);
      }
    }
  }

  /** Why the job could not start if its ended tasks waited again. */
  Optional<Rejection> retryProblem(JobRecord job) {
    for (int place = 0; place < job.spec.after().dependencies().size(); place++) {
      Dependency dependency = Dependents.dependencyOf(job, place);
      boolean forgotten = state.jobs.get(dependency.job().value()) == null;
      boolean failed =
          !job.spec.after().keep() && state.dependents.fateOf(dependency) == Fate.NEVER;
      if (!job.met().get(place) && (forgotten || failed)) {
        return Optional.of(
            new Rejection(
                Kind.FAILED_PRECONDITION,
                "DEPENDENCY_FAILED",
                "the tasks of " + job.id + " cannot be tried again",
                forgotten
                    ? job.id + " waits for " + dependency.target() + ", which is forgotten"
                    : failureOf(dependency),
                forgotten
                    ? "submit it anew"
                    : "packtrain job retry " + dependency.job() + " first, then " + job.id));
      }
    }
    return Optional.empty();
  }

  /** {@code it waits for J3 to succeed, and J3 failed}. */
  String failureOf(Dependency dependency) {
    return "it waits for "
        + dependency.target()
        + " to succeed, and "
        + dependency.target()
        + " "
        + endOf(dependency);
  }

  private String endOf(Dependency dependency) {
    JobRecord target = state.job(dependency.job());
    if (dependency.index() == Dependency.WHOLE) {
      return words(target.course().endState);
    }
    for (TaskState end : StateImage.ENDS) {
      if (target.endedIn(end).get(dependency.index())) {
        return words(end);
      }
    }
    throw new IllegalStateException(dependency + " is open");
  }

  private static String words(JobState state) {
    return state == JobState.CANCELLED ? "was cancelled" : state.name().toLowerCase(Locale.ROOT);
  }

  private static String words(TaskState state) {
    return state == TaskState.CANCELLED
        ? "was cancelled"
        : state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
