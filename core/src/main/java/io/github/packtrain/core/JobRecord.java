package io.github.packtrain.core;

import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job and its tasks, compact: a task that was never attempted is only a number at or above {@link
 * #next}, an ended one only a bit. Tasks in between have a {@link TaskRecord}.
 *
 * <p>Waiting tasks are those {@link #returned()} (given out before, or skipped) and then every
 * number from {@link #next} on that has not ended.
 */
final class JobRecord {
  private static final int PAGE_BITS = 4;

  final JobId id;
  final String submissionId;
  final String owner;
  final long submittedAtMillis;
  final JobSpec spec;
  final TaskClass taskClass;

  /** JSON by task, or empty when no task has any; the list that came in as long as it is alone. */
  private List<String> params = List.of();

  private Course course = Course.NONE;

  int count;
  boolean open;
  boolean cancelled;
  int next;
  int waiting;

  /** Place in its queue, smaller first; what the line of its class was sorted by. */
  long key;

  /** What {@link TaskClass} has counted for this job. */
  int indexedEligible;

  /** Likewise. */
  int indexedActive;

  /** Whether {@link TaskClass} has it in line. */
  boolean isReady;

  JobRecord(
      JobId id,
      String submissionId,
      String owner,
      long submittedAtMillis,
      JobSpec spec,
      TaskClass taskClass) {
    this.id = id;
    this.submissionId = submissionId;
    this.owner = owner;
    this.submittedAtMillis = submittedAtMillis;
    this.spec = spec;
    this.taskClass = taskClass;
  }

  /** Whether it stands before the other in the order of their queue, priorities apart. */
  boolean isBefore(JobRecord other) {
    if (key != other.key) {
      return key < other.key;
    }
    if (course.lineTurn != other.course.lineTurn) {
      return course.lineTurn < other.course.lineTurn;
    }
    return course.lineSeat != other.course.lineSeat
        ? course.lineSeat < other.course.lineSeat
        : id.value() < other.id.value();
  }

  boolean isGang() {
    return spec.terms().gang();
  }

  /** Thousandths of devices that one task holds; one for a task without devices. */
  long widthMilli() {
    GpuRequest gpu = spec.request().gpu();
    return gpu.isNone() ? GpuRequest.WHOLE : (long) gpu.count() * gpu.milli();
  }

  /** What came of its tasks so far, to be read only. */
  Course course() {
    return course;
  }

  /** The same to be written to. */
  Course touch() {
    if (course == Course.NONE) {
      course = new Course();
    }
    return course;
  }

  /** Places of the dependencies that have been met, to be read only. */
  BitSet met() {
    return course.met == null ? new BitSet(0) : course.met;
  }

  int endedCount() {
    return course.completedCount
        + course.failedCount
        + course.cancelledCount
        + course.timedOutCount;
  }

  boolean hasEnded() {
    return course.endState.isEnd();
  }

  int eligibleTasks() {
    if (cancelled || course.openDependencies > 0 || (isGang() && waiting < count)) {
      return 0;
    }
    return spec.maxParallel() == 0
        ? waiting
        : Math.max(0, Math.min(waiting, spec.maxParallel() - course.active));
  }

  boolean isEnded(int index) {
    return isIn(course.completed, index)
        || isIn(course.failed, index)
        || isIn(course.cancelled, index)
        || isIn(course.timedOut, index);
  }

  private static boolean isIn(@Nullable BitSet set, int index) {
    return set != null && set.get(index);
  }

  // ---- tasks between their first attempt and their end

  @Nullable TaskRecord task(int index) {
    IdTable<TaskRecord> tasks = course.tasks;
    return tasks == null ? null : tasks.get(index);
  }

  void putTask(TaskRecord task) {
    IdTable<TaskRecord> tasks = course.tasks;
    if (tasks == null) {
      tasks = new IdTable<>(PAGE_BITS);
      touch().tasks = tasks;
    }
    tasks.put(task.index, task);
  }

  /** By index; not to be changed meanwhile. */
  Collection<TaskRecord> tasks() {
    return course.tasks == null ? List.of() : course.tasks.values();
  }

  // ---- tasks that came back into the line

  /** Tasks below {@link #next} that wait, in order. */
  List<Integer> returned() {
    return course.returned == null ? List.of() : course.returned.list();
  }

  boolean isReturned(int index) {
    return course.returned != null && course.returned.contains(index);
  }

  void putReturned(int index) {
    IndexSet returned = course.returned;
    if (returned == null) {
      returned = new IndexSet();
      touch().returned = returned;
    }
    returned.add(index);
  }

  boolean isWaiting(int index) {
    return index >= next ? index < count && !isEnded(index) : isReturned(index);
  }

  /** Tasks that ended in the state, to be read only. */
  BitSet endedIn(TaskState state) {
    BitSet set =
        switch (state) {
          case COMPLETED -> course.completed;
          case FAILED -> course.failed;
          case CANCELLED -> course.cancelled;
          case TIMED_OUT -> course.timedOut;
          case PENDING, ASSIGNED, RUNNING ->
              throw new IllegalArgumentException(state + " is not an end");
        };
    return set == null ? new BitSet(0) : set;
  }

  void setEndedIn(TaskState state, BitSet set) {
    switch (state) {
      case COMPLETED -> touch().completed = set;
      case FAILED -> touch().failed = set;
      case CANCELLED -> touch().cancelled = set;
      case TIMED_OUT -> touch().timedOut = set;
      case PENDING, ASSIGNED, RUNNING ->
          throw new IllegalArgumentException(state + " is not an end");
    }
  }

  void countEnded(TaskState state, int delta) {
    switch (state) {
      case COMPLETED -> touch().completedCount += delta;
      case FAILED -> touch().failedCount += delta;
      case CANCELLED -> touch().cancelledCount += delta;
      case TIMED_OUT -> touch().timedOutCount += delta;
      case PENDING, ASSIGNED, RUNNING ->
          throw new IllegalArgumentException(state + " is not an end");
    }
  }

  void addTasks(int more, List<String> moreParams) {
    if (!moreParams.isEmpty() && count == 0) {
      params = moreParams;
    } else if (!moreParams.isEmpty()) {
      if (!(params instanceof ArrayList)) {
        params = new ArrayList<>(params);
      }
      // Tasks before these may have come without parameters.
      params.addAll(Collections.nCopies(count - params.size(), ""));
      params.addAll(moreParams);
    }
    count += more;
    waiting += more;
  }

  /** A waiting task is taken out of the line. */
  void takeWaiting(int index) {
    if (index < next) {
      if (course.returned != null) {
        course.returned.remove(index);
      }
    } else {
      for (int skipped = next; skipped < index; skipped++) {
        if (!isEnded(skipped)) {
          putReturned(skipped);
        }
      }
      next = index + 1;
      passEnded();
    }
    waiting--;
  }

  /** A task comes back into the line. */
  void putWaiting(int index) {
    if (index < next) {
      putReturned(index);
    }
    waiting++;
  }

  void end(int index, TaskState state) {
    BitSet ended = endedIn(state);
    ended.set(index);
    setEndedIn(state, ended);
    countEnded(state, 1);
    TaskRecord task = task(index);
    if (task != null) {
      course.openServedMillis -= task.servedMillis;
      course.openKeptMillis -= task.keptMillis;
    }
    if (course.tasks != null) {
      course.tasks.remove(index);
    }
    passEnded();
  }

  void undoEnd(TaskState state, int index) {
    endedIn(state).clear(index);
    countEnded(state, -1);
  }

  /** Moves {@link #next} over what ended without ever being given out. */
  private void passEnded() {
    while (next < count && isEnded(next)) {
      next++;
    }
  }

  List<String> params() {
    return params;
  }

  String paramsOf(int index) {
    return index < params.size() ? params.get(index) : "";
  }

  int nextAttemptNumber(int index) {
    TaskRecord task = task(index);
    return (task == null ? course.numberBase : task.attempts) + 1;
  }

  /** The attempts' average run time, learned with rate 1/8. */
  void learnRunTime(long runMillis) {
    Course own = touch();
    own.meanRunMillis =
        own.observations == 0 ? runMillis : own.meanRunMillis + (runMillis - own.meanRunMillis) / 8;
    own.observations = Math.min(own.observations + 1, 1_000_000);
  }

  /** The first in the order in which waiting tasks are given out, or -1. */
  int firstWaiting() {
    int first = course.returned == null ? -1 : course.returned.next(0);
    return first >= 0 ? first : notEnded(next);
  }

  /** The one given out after {@code index}, which waits, or -1. */
  int waitingAfter(int index) {
    if (index >= next) {
      return notEnded(index + 1);
    }
    int following = course.returned == null ? -1 : course.returned.next(index + 1);
    return following >= 0 ? following : notEnded(next);
  }

  private int notEnded(int from) {
    int index = from;
    while (index < count && isEnded(index)) {
      index++;
    }
    return index < count ? index : -1;
  }
}
