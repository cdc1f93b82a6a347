package io.github.packtrain.core;

import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A job and its tasks, compact: a task that was never attempted is only a number at or above {@link
 * #next}, an ended one only a bit. Tasks in between have a {@link TaskRecord}.
 *
 * <p>Waiting tasks are {@link #returned} (they were given out before, or skipped) and then every
 * number from {@link #next} on that has not ended.
 */
final class JobRecord {
  final JobId id;
  final String submissionId;
  final String owner;
  final long submittedAtMillis;
  final JobSpec spec;
  final TaskClass taskClass;

  /** JSON by task, or empty when no task has any. */
  final List<String> params = new ArrayList<>();

  final TreeMap<Integer, TaskRecord> tasks = new TreeMap<>();
  final TreeSet<Integer> returned = new TreeSet<>();
  final BitSet completed = new BitSet();
  final BitSet failed = new BitSet(0);
  final BitSet cancelledTasks = new BitSet(0);
  final BitSet timedOut = new BitSet(0);

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
    return completed.get(index)
        || failed.get(index)
        || cancelledTasks.get(index)
        || timedOut.get(index);
  }

  boolean isWaiting(int index) {
    return index >= next ? index < count && !isEnded(index) : returned.contains(index);
  }

  BitSet endedIn(TaskState state) {
    return switch (state) {
      case COMPLETED -> completed;
      case FAILED -> failed;
      case CANCELLED -> cancelledTasks;
      case TIMED_OUT -> timedOut;
      case PENDING, ASSIGNED, RUNNING ->
          throw new IllegalArgumentException(state + " is not an end");
    };
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
    if (!moreParams.isEmpty()) {
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
      returned.remove(index);
    } else {
      for (int skipped = next; skipped < index; skipped++) {
        if (!isEnded(skipped)) {
          returned.add(skipped);
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
      returned.add(index);
    }
    waiting++;
  }

  void end(int index, TaskState state) {
    endedIn(state).set(index);
    countEnded(state, 1);
    tasks.remove(index);
    passEnded();
  }

  /** Moves {@link #next} over what ended without ever being given out. */
  private void passEnded() {
    while (next < count && isEnded(next)) {
      next++;
    }
  }

  String paramsOf(int index) {
    return index < params.size() ? params.get(index) : "";
  }

  int nextAttemptNumber(int index) {
    TaskRecord task = tasks.get(index);
    return (task == null ? numberBase : task.attempts) + 1;
  }

  /** The attempts' average run time, learned with rate 1/8. */
  void learnRunTime(long runMillis) {
    meanRunMillis = observations == 0 ? runMillis : meanRunMillis + (runMillis - meanRunMillis) / 8;
    observations = Math.min(observations + 1, 1_000_000);
  }

  /** Waiting tasks in the order in which they are given out. */
  Iterator<Integer> waitingInOrder() {
    return new Iterator<>() {
      private final Iterator<Integer> first = returned.iterator();
      private int cursor = next - 1;

      @Override
      public boolean hasNext() {
        return first.hasNext() || following() < count;
      }

      private int following() {
        int index = cursor + 1;
        while (index < count && isEnded(index)) {
          index++;
        }
        return index;
      }

      @Override
      public Integer next() {
        if (first.hasNext()) {
          return first.next();
        }
        cursor = following();
        if (cursor >= count) {
          throw new NoSuchElementException();
        }
        return cursor;
      }
    };
  }
}
