package io.github.packtrain.core;

import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
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

  // Made when first needed: a million jobs may wait that have none of these.
  private @Nullable IdTable<TaskRecord> tasks;
  private @Nullable IndexSet returned;
  private @Nullable BitSet completed;
  private @Nullable BitSet failed;
  private @Nullable BitSet cancelledTasks;
  private @Nullable BitSet timedOut;

  int count;
  boolean open;
  boolean cancelled;
  int next;
  int waiting;
  int backingOff;
  int active;
  int running;
  int completedCount;
  int failedCount;
  int cancelledCount;
  int timedOutCount;

  /**
   * Attempt numbers of tasks without a record start above this; raised when ended tasks are
   * retried.
   */
  int numberBase;

  /** Highest attempt number given out. */
  int numberMax;

  /** Moving average of successful run times, started by the first one. */
  long meanRunMillis;

  int observations;

  /** PENDING until it ended. */
  JobState endState = JobState.PENDING;

  long endedAtMillis;

  /** What {@link TaskClass} has counted for this job. */
  int indexedEligible;

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

  int endedCount() {
    return completedCount + failedCount + cancelledCount + timedOutCount;
  }

  boolean hasEnded() {
    return endState.isEnd();
  }

  int eligibleTasks() {
    if (cancelled) {
      return 0;
    }
    return spec.maxParallel() == 0
        ? waiting
        : Math.max(0, Math.min(waiting, spec.maxParallel() - active));
  }

  boolean isEnded(int index) {
    return isIn(completed, index)
        || isIn(failed, index)
        || isIn(cancelledTasks, index)
        || isIn(timedOut, index);
  }

  private static boolean isIn(@Nullable BitSet set, int index) {
    return set != null && set.get(index);
  }

  // ---- tasks between their first attempt and their end

  @Nullable TaskRecord task(int index) {
    return tasks == null ? null : tasks.get(index);
  }

  void putTask(TaskRecord task) {
    if (tasks == null) {
      tasks = new IdTable<>(PAGE_BITS);
    }
    tasks.put(task.index, task);
  }

  /** By index; not to be changed meanwhile. */
  Collection<TaskRecord> tasks() {
    return tasks == null ? List.of() : tasks.values();
  }

  // ---- tasks that came back into the line

  /** Tasks below {@link #next} that wait, in order. */
  List<Integer> returned() {
    return returned == null ? List.of() : returned.list();
  }

  boolean isReturned(int index) {
    return returned != null && returned.contains(index);
  }

  void putReturned(int index) {
    if (returned == null) {
      returned = new IndexSet();
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
          case COMPLETED -> completed;
          case FAILED -> failed;
          case CANCELLED -> cancelledTasks;
          case TIMED_OUT -> timedOut;
          case PENDING, ASSIGNED, RUNNING ->
              throw new IllegalArgumentException(state + " is not an end");
        };
    return set == null ? new BitSet(0) : set;
  }

  void setEndedIn(TaskState state, BitSet set) {
    switch (state) {
      case COMPLETED -> completed = set;
      case FAILED -> failed = set;
      case CANCELLED -> cancelledTasks = set;
      case TIMED_OUT -> timedOut = set;
      case PENDING, ASSIGNED, RUNNING ->
          throw new IllegalArgumentException(state + " is not an end");
    }
  }

  void countEnded(TaskState state, int delta) {
    switch (state) {
      case COMPLETED -> completedCount += delta;
      case FAILED -> failedCount += delta;
      case CANCELLED -> cancelledCount += delta;
      case TIMED_OUT -> timedOutCount += delta;
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
      if (returned != null) {
        returned.remove(index);
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
    if (tasks != null) {
      tasks.remove(index);
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
    return (task == null ? numberBase : task.attempts) + 1;
  }

  /** The attempts' average run time, learned with rate 1/8. */
  void learnRunTime(long runMillis) {
    meanRunMillis = observations == 0 ? runMillis : meanRunMillis + (runMillis - meanRunMillis) / 8;
    observations = Math.min(observations + 1, 1_000_000);
  }

  /** The first in the order in which waiting tasks are given out, or -1. */
  int firstWaiting() {
    int first = returned == null ? -1 : returned.next(0);
    return first >= 0 ? first : notEnded(next);
  }

  /** The one given out after {@code index}, which waits, or -1. */
  int waitingAfter(int index) {
    if (index >= next) {
      return notEnded(index + 1);
    }
    int following = returned == null ? -1 : returned.next(index + 1);
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
