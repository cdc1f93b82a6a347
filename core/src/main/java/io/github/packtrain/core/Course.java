package io.github.packtrain.core;

import io.github.packtrain.model.JobState;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job's tasks so far. A job that only waits has none of its own: a million of them
 * share {@link #NONE}, which is never written to.
 */
final class Course {
  static final Course NONE = new Course();

  @Nullable IdTable<TaskRecord> tasks;
  @Nullable IndexSet returned;
  @Nullable BitSet completed;
  @Nullable BitSet failed;
  @Nullable BitSet cancelled;
  @Nullable BitSet timedOut;

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

  /** Time for which tasks of the job held what they asked for, all together. */
  long servedMillis;

  /** The same of tasks that have not ended, attempts that run now apart. */
  long openServedMillis;

  /** How much of the latter's work was kept. */
  long openKeptMillis;

  /**
   * Place among equal keys, for orders that keep turns: minus the time when it was taken back last,
   * or the time when it fell to a later key; 0 before it ran.
   */
  long turn;

  /** Position of the event that placed it last, for orders that keep turns; else 0. */
  long seat;

  /** Place in a queue whose order is a user's own; who has none yet goes last. */
  long rank = Long.MAX_VALUE;

  /** The two before rank, as the line was sorted by them. */
  long lineTurn;

  long lineSeat;

  /** Places of the job's dependencies that have been met. */
  @Nullable BitSet met;

  /** How many have not; nothing of the job starts before that is 0. */
  int openDependencies;

  /** PENDING until it ended. */
  JobState endState = JobState.PENDING;

  long endedAtMillis;
}
