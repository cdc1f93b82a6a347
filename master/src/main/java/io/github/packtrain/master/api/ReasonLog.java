package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Blocked;
import io.github.packtrain.core.plan.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why classes of tasks waited, over time. An entry is made only when the set of reasons changes;
 * numbers that move within the same reasons make none. Held in memory, so it begins with the
 * master's start.
 *
 * <p>Looked at once a second and not while the planner plans; a look never takes more than a
 * twentieth of the time, and then the next one comes later. What comes and goes between two looks
 * is not seen.
 */
final class ReasonLog {
  static final int CHANGES_MAX = 20;
  private static final int CLASSES_MAX = 1_000;
  private static final long FORGET_MILLIS = 3_600_000;
  private static final long REST_PER_WORK = 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Map<ClassKey, Course> courses = new HashMap<>();
  private Plan seen = Plan.nothing(0);
  private long restUntilNanos;
  private boolean rests;

  /**
   * From a moment on these were the reasons.
   *
   * @param reasons empty when nothing of the class was held up any more
   */
  record Change(long atMillis, List<Reason> reasons) {
    Change {
      reasons = List.copyOf(reasons);
    }
  }

  private static final class Course {
    final ArrayDeque<Change> changes = new ArrayDeque<>();
    long changedAtMillis;

    void add(long nowMillis, List<Reason> reasons) {
      if (changes.size() == CHANGES_MAX) {
        changes.removeFirst();
      }
      changes.add(new Change(nowMillis, reasons));
      changedAtMillis = nowMillis;
    }
  }

  /** Takes in what the scheduler decided last, unless it is too early for that. */
  synchronized void look(Plan plan, long nowMillis, long nowNanos) {
    if (plan == seen || (rests && nowNanos - restUntilNanos < 0)) {
      return;
    }
    seen = plan;
    Set<ClassKey> held = new HashSet<>();
    for (Blocked blocked : plan.blocked()) {
      held.add(blocked.key());
      if (courses.size() < CLASSES_MAX || courses.containsKey(blocked.key())) {
        Course course = courses.computeIfAbsent(blocked.key(), _ -> new Course());
        if (course.changes.isEmpty()
            || !codes(course.changes.getLast().reasons()).equals(codes(blocked.reasons()))) {
          course.add(nowMillis, blocked.reasons());
        }
      }
    }
    courses.forEach(
        (key, course) -> {
          if (!held.contains(key) && !course.changes.getLast().reasons().isEmpty()) {
            course.add(nowMillis, List.of());
          }
        });
    courses
        .entrySet()
        .removeIf(
            entry ->
                !held.contains(entry.getKey())
                    && nowMillis - entry.getValue().changedAtMillis > FORGET_MILLIS);
  }

  /** How long a look took; the next one waits so much longer. */
  synchronized void rest(long tookNanos, long nowNanos) {
    rests = true;
    restUntilNanos = nowNanos + tookNanos * REST_PER_WORK;
  }

  private static Set<Reason.Code> codes(List<Reason> reasons) {
    Set<Reason.Code> codes = new HashSet<>();
    reasons.forEach(reason -> codes.add(reason.code()));
    return codes;
  }

  /** What held up the job's class while the job lived, oldest first. */
  synchronized List<Change> of(JobView job) {
    Course course = courses.get(job.classKey());
    if (course == null) {
      return List.of();
    }
    long until = job.endedAtMillis() > 0 ? job.endedAtMillis() : Long.MAX_VALUE;
    List<Change> found = new ArrayList<>();
    for (Change change : course.changes) {
      if (change.atMillis() <= job.submittedAtMillis()) {
        found.clear();
        found.add(new Change(job.submittedAtMillis(), change.reasons()));
      } else if (change.atMillis() <= until) {
        found.add(change);
      }
    }
    if (!found.isEmpty() && found.getFirst().reasons().isEmpty()) {
      found.removeFirst();
    }
    return found;
  }

  /** One look, timed. */
  void look(Plan plan, long nowMillis) {
    long from = System.nanoTime();
    look(plan, nowMillis, from);
    long took = System.nanoTime() - from;
    if (took > NANOS_PER_MILLI) {
      rest(took, from + took);
    }
  }
}
