package io.github.packtrain.core;

import io.github.packtrain.model.After;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.TaskState;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for what to end, found from what they wait for. A job that waits costs nothing until
 * then: it has no eligible task, and the end of its target finds it here.
 *
 * <p>In the table is each dependency that has not been met of each job that has not ended. Those
 * whose target has ended are {@link #due}: {@link Settling} makes events of them.
 */
final class Dependents {
  /** A dependency of a job, by its place in the job's list. */
  record Waiter(JobId job, int place) implements Comparable<Waiter> {
    private static final Comparator<Waiter> ORDER =
        Comparator.comparing(Waiter::job).thenComparingInt(Waiter::place);

    @Override
    public int compareTo(Waiter other) {
      return ORDER.compare(this, other);
    }
  }

  /** What is waited for; {@link Dependency#WHOLE} stands before all tasks of its job. */
  private record Target(JobId job, int index) {
    static final Comparator<Target> ORDER =
        Comparator.comparing(Target::job).thenComparingInt(Target::index);
  }

  /** What a dependency came to. */
  enum Fate {
    OPEN,
    MET,
    /** Its target ended otherwise; only a retry of the target could change that. */
    NEVER
  }

  private final CoreState state;
  private final TreeMap<Target, TreeSet<Waiter>> byTarget = new TreeMap<>(Target.ORDER);
  private final TreeSet<Waiter> due = new TreeSet<>();

  Dependents(CoreState state) {
    this.state = state;
  }

  /** Waiters that have to be told: their target has ended, and they do not go on waiting for it. */
  SortedSet<Waiter> due() {
    return Collections.unmodifiableSortedSet(due);
  }

  /** Those who wait for the job or for a task of it. */
  List<Waiter> waitersFor(JobRecord target) {
    return byTarget.isEmpty()
        ? List.of()
        : targetsIn(target).values().stream().flatMap(TreeSet::stream).toList();
  }

  boolean isAwaited(JobRecord target) {
    return !byTarget.isEmpty() && !targetsIn(target).isEmpty();
  }

  Fate fateOf(Dependency dependency) {
    JobRecord target = state.jobs.get(dependency.job().value());
    return target == null ? Fate.OPEN : fateOf(dependency, target);
  }

  private static Fate fateOf(Dependency dependency, JobRecord target) {
    int index = dependency.index();
    boolean whole = index == Dependency.WHOLE;
    if (!(whole ? target.hasEnded() : target.isEnded(index))) {
      return Fate.OPEN;
    }
    boolean succeeded =
        whole
            ? target.course().endState == JobState.COMPLETED
            : target.endedIn(TaskState.COMPLETED).get(index);
    return succeeded || dependency.when() == When.ENDED ? Fate.MET : Fate.NEVER;
  }

  static Dependency dependencyOf(JobRecord job, int place) {
    return job.spec.after().dependencies().get(place);
  }

  // ---- for the applier only

  /** The job waits from now on for what has not been met. */
  void join(JobRecord job) {
    List<Dependency> all = job.spec.after().dependencies();
    for (int place = 0; place < all.size(); place++) {
      if (!job.met().get(place)) {
        Waiter waiter = new Waiter(job.id, place);
        byTarget.computeIfAbsent(targetOf(all.get(place)), _ -> new TreeSet<>()).add(waiter);
        review(waiter);
      }
    }
  }

  /** The job has ended and waits for nothing any more. */
  void leave(JobRecord job) {
    for (int place = 0; place < job.spec.after().dependencies().size(); place++) {
      met(job, place);
    }
  }

  void met(JobRecord job, int place) {
    Waiter waiter = new Waiter(job.id, place);
    Target target = targetOf(dependencyOf(job, place));
    TreeSet<Waiter> waiters = byTarget.get(target);
    if (waiters != null && waiters.remove(waiter) && waiters.isEmpty()) {
      byTarget.remove(target);
    }
    due.remove(waiter);
  }

  /** The task, or the whole job, ended. */
  void review(JobRecord target, int index) {
    if (!byTarget.isEmpty()) {
      TreeSet<Waiter> waiters = byTarget.get(new Target(target.id, index));
      review(waiters == null ? List.of() : waiters);
    }
  }

  /** Any tasks of the job may have ended or wait again. */
  void reviewAll(JobRecord target) {
    if (!byTarget.isEmpty()) {
      targetsIn(target).values().forEach(this::review);
    }
  }

  private void review(Iterable<Waiter> waiters) {
    waiters.forEach(this::review);
  }

  private void review(Waiter waiter) {
    if (isDue(waiter)) {
      due.add(waiter);
    } else {
      due.remove(waiter);
    }
  }

  private boolean isDue(Waiter waiter) {
    JobRecord job = state.job(waiter.job());
    After after = job.spec.after();
    return switch (fateOf(after.dependencies().get(waiter.place()))) {
      case OPEN -> false;
      case MET -> true;
      case NEVER -> !after.keep();
    };
  }

  private NavigableMap<Target, TreeSet<Waiter>> targetsIn(JobRecord job) {
    return byTarget.subMap(
        new Target(job.id, Dependency.WHOLE), true, new Target(job.id, Integer.MAX_VALUE), true);
  }

  private static Target targetOf(Dependency dependency) {
    return new Target(dependency.job(), dependency.index());
  }

  // ---- for the laws

  /** What the tables should hold, found anew from the jobs. */
  void check(Findings findings) {
    TreeMap<Target, TreeSet<Waiter>> waiting = new TreeMap<>(Target.ORDER);
    TreeSet<Waiter> told = new TreeSet<>();
    for (JobRecord job : state.jobs.values()) {
      List<Dependency> all = job.spec.after().dependencies();
      findings.equal(
          job.id + ": open dependencies",
          all.size() - job.met().cardinality(),
          job.course().openDependencies);
      for (int place = 0; place < all.size() && !job.hasEnded(); place++) {
        Waiter waiter = new Waiter(job.id, place);
        if (!job.met().get(place)) {
          waiting.computeIfAbsent(targetOf(all.get(place)), _ -> new TreeSet<>()).add(waiter);
          if (isDue(waiter)) {
            told.add(waiter);
          }
          checkKnown(job, all.get(place), findings);
        }
      }
      findings.unless(
          job.course().openDependencies == 0 || job.course().numberMax == 0,
          () -> job.id + " started before what it waits for was over");
    }
    findings.same("jobs that wait for others", entries(waiting), entries(byTarget));
    findings.same("dependencies to settle", told, due);
  }

  private void checkKnown(JobRecord job, Dependency dependency, Findings findings) {
    @Nullable JobRecord target = state.jobs.get(dependency.job().value());
    findings.unless(
        target != null, () -> job.id + " waits for " + dependency + ", which is not there");
  }

  private static List<Map.Entry<Target, TreeSet<Waiter>>> entries(
      TreeMap<Target, TreeSet<Waiter>> table) {
    return List.copyOf(table.entrySet());
  }
}
