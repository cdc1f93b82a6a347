package io.github.packtrain.core;

import io.github.packtrain.core.learn.Lesson;
import io.github.packtrain.core.order.Experience;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the truth. Events are facts in the past tense, compact (a job of a million like
 * tasks is one event) and complete: {@link CoreState#apply} needs nothing else. Times are
 * milliseconds since the epoch, on the master's clock.
 */
public sealed interface Event extends Fact {

  /**
   * A job came in.
   *
   * @param submissionId the client's own id, its idempotency key
   * @param params JSON of each task's parameters; empty when no task has any, else one per task
   * @param open whether more tasks may be added
   */
  record JobAdmitted(
      JobId job,
      String submissionId,
      String owner,
      long atMillis,
      JobSpec spec,
      int count,
      List<String> params,
      boolean open)
      implements Event {
    public JobAdmitted {
      params = List.copyOf(params);
    }
  }

  /** An open job got more tasks; {@code params} has one entry for each of them. */
  record TasksAdded(JobId job, List<String> params) implements Event {
    public TasksAdded {
      params = List.copyOf(params);
    }
  }

  /** No more tasks will be added. */
  record JobClosed(JobId job) implements Event {}

  /**
   * Waiting tasks of the job are cancelled with this event; active ones have been asked to stop.
   */
  record JobCancelled(JobId job, String by, String reason, long atMillis) implements Event {}

  /** One waiting task is cancelled. */
  record TaskCancelled(TaskId task, String by, String reason, long atMillis) implements Event {}

  /** Ended tasks in one of these states wait again, with fresh retries. */
  record TasksRetried(JobId job, List<TaskState> states, String by, long atMillis)
      implements Event {
    public TasksRetried {
      states = List.copyOf(states);
    }
  }

  /**
   * What the job waits for is over in the way that it asked for.
   *
   * @param place of the dependency in the job's list, from 0
   */
  record DependencyMet(JobId job, int place, long atMillis) implements Event {}

  /** Every task of the job has ended and no more will come. */
  record JobEnded(JobId job, JobState state, long atMillis) implements Event {}

  /** The job left the live state; its history stays. */
  record JobForgotten(JobId job) implements Event {}

  /**
   * A task was given to a worker.
   *
   * @param devices what it holds of devices, resources being those of the job's request
   * @param behind the attempt in whose place it starts when that one ends (local queue; it holds
   *     nothing until then), or null when it holds its own allocation
   * @param port where its gang meets, for the member of rank 0; else 0
   */
  record AttemptPlaced(
      AttemptId attempt,
      WorkerId worker,
      List<DeviceShare> devices,
      @Nullable AttemptId behind,
      int port,
      long atMillis)
      implements Event {
    public AttemptPlaced {
      devices = List.copyOf(devices);
    }

    /** Of no gang. */
    public AttemptPlaced(
        AttemptId attempt,
        WorkerId worker,
        List<DeviceShare> devices,
        @Nullable AttemptId behind,
        long atMillis) {
      this(attempt, worker, devices, behind, 0, atMillis);
    }
  }

  record AttemptStarted(AttemptId attempt, long atMillis) implements Event {}

  /**
   * The worker was asked to end the attempt; {@code reason} is the outcome that its end will have.
   */
  record AttemptStopRequested(AttemptId attempt, Outcome reason, long atMillis) implements Event {}

  /**
   * The worker gave the attempt back before starting it; its task waits again, or is cancelled if
   * it was to be.
   */
  record AttemptWithdrawn(AttemptId attempt, Next next, long atMillis) implements Event {}

  /** The attempt is over; this is its one recorded result. */
  record AttemptEnded(AttemptId attempt, AttemptResult result, Next next, long atMillis)
      implements Event {}

  /**
   * A running attempt reported an intermediate result. Changes no scheduling state; history keeps
   * it.
   */
  record AttemptMeasured(AttemptId attempt, Measurement measurement, long atMillis)
      implements Event {}

  /**
   * A running attempt was taken back so that somebody else can go first. It counts as no failure;
   * its task waits again.
   *
   * @param keptMillis how much of the attempt's time is not lost, because its work was kept
   */
  record AttemptRequeued(AttemptId attempt, long keptMillis, long atMillis) implements Event {}

  /** A task's back-off is over; it waits for resources again. */
  record BackoffEnded(TaskId task) implements Event {}

  /**
   * A worker registered, for the first time or again.
   *
   * @param uid random name of the worker's directory, so that a restart is told from a namesake
   * @param incarnation number of the worker's process, higher than those of earlier ones
   */
  record WorkerRegistered(
      WorkerId worker, String uid, long incarnation, WorkerSpec spec, long atMillis)
      implements Event {}

  /** The worker was silent for longer than its lease. */
  record WorkerLost(WorkerId worker, String why, long atMillis) implements Event {}

  record WorkerDrainChanged(
      WorkerId worker, boolean draining, String by, String reason, long atMillis)
      implements Event {}

  record WorkerForgotten(WorkerId worker) implements Event {}

  /**
   * A queue got another order.
   *
   * @param order its name
   * @param samples from a snapshot: how long its tasks took so far, in the order in which they
   *     ended
   * @param fresh how many of the latest samples its order has not looked at yet
   */
  record QueueConfigured(
      String queue,
      String order,
      Map<String, String> options,
      List<Experience.Sample> samples,
      int fresh,
      String by,
      long atMillis)
      implements Event {
    public QueueConfigured {
      options = Collections.unmodifiableMap(new TreeMap<>(options));
      samples = List.copyOf(samples);
    }
  }

  /**
   * The cluster got another placement.
   *
   * @param placement its name, or empty for what the master is started with
   */
  record PlacementConfigured(
      String placement, Map<String, String> options, String by, long atMillis) implements Event {
    public PlacementConfigured {
      options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
  }

  /** Workers are kept for a queue, or for nobody, over a time. */
  record ReservationAdded(Reservation reservation, String by, long atMillis) implements Event {}

  /** It is over, or was taken back. */
  record ReservationRemoved(String name, String by, long atMillis) implements Event {}

  /** Jobs got their places from an order that is not Packtrain's own. */
  record JobsRanked(List<Rank> ranks) implements Event {
    public JobsRanked {
      ranks = List.copyOf(ranks);
    }
  }

  /**
   * A job's place in its queue.
   *
   * @param key the smaller goes first
   */
  record Rank(JobId job, long key) {}

  /**
   * A policy of a user's own threw or stalled: the default decides until one is set again.
   *
   * @param queue whose order it was; empty for the cluster's placement
   */
  record PolicyCutOff(String queue, String name, String why, long atMillis) implements Event {}

  /** What becomes of the task after an attempt. */
  sealed interface Next {
    /** It is over. */
    record End(TaskState state) implements Next {}

    /** It waits again, from the given time on. */
    record Retry(long atMillis) implements Next {}
  }

  /** From a snapshot: numbers given out so far, and the count of facts applied. */
  record CountersRestored(long lastJob, int lastWorker, long position) implements Event {}

  /** From a snapshot: a row of what was learned. */
  record LearnedRestored(Lesson lesson) implements Event {}

  /** From a snapshot: a worker as it stood. */
  record WorkerRestored(
      WorkerId worker,
      String uid,
      long incarnation,
      WorkerSpec spec,
      boolean lost,
      boolean draining,
      String drainReason,
      long changedAtMillis)
      implements Event {}

  /**
   * From a snapshot: a job as it stood, its active tasks apart.
   *
   * @param ended bit sets of ended tasks by state (completed, failed, cancelled, timed out), as
   *     {@link java.util.BitSet#toLongArray} gives them
   */
  record JobRestored(
      JobAdmitted admitted,
      boolean cancelled,
      int next,
      List<Integer> returned,
      List<List<Long>> ended,
      int numberBase,
      int numberMax,
      long meanRunMillis,
      int observations,
      @Nullable JobEnded end,
      Service service)
      implements Event {
    public JobRestored {
      returned = List.copyOf(returned);
      ended = ended.stream().map(List::copyOf).toList();
    }
  }

  /**
   * What a job got so far.
   *
   * @param servedMillis time for which its tasks held what they asked for, all together
   * @param turn place among jobs with equal keys, for orders that keep turns; else 0
   * @param seat place among equal turns; else 0
   * @param rank place given by an order of a user's own; else {@link Long#MAX_VALUE}
   */
  record Service(long servedMillis, long turn, long seat, long rank) {
    public static final Service NONE = new Service(0, 0, 0, Long.MAX_VALUE);
  }

  /**
   * From a snapshot: a task between its first attempt and its end.
   *
   * @param servedMillis time for which its earlier attempts held what they asked for
   * @param keptMillis how much of their work was kept
   */
  record TaskRestored(
      TaskId task,
      int attempts,
      int failures,
      int losses,
      long servedMillis,
      long keptMillis,
      Status status)
      implements Event {}

  /** A task between its first attempt and its end is in one of these. */
  sealed interface Status {
    record Waiting() implements Status {}

    record BackingOff(long untilMillis) implements Status {}

    /**
     * Has an attempt on a worker.
     *
     * @param startedAtMillis 0 until it started
     * @param stopReason null unless it was asked to stop
     * @param expected run time as expected when it started, see {@link
     *     io.github.packtrain.core.learn.Estimate#packed}; 0 until it started
     * @param port where its gang meets, of rank 0; else 0
     */
    record Active(
        WorkerId worker,
        List<DeviceShare> devices,
        @Nullable AttemptId behind,
        @Nullable AttemptId follower,
        long placedAtMillis,
        long startedAtMillis,
        @Nullable Outcome stopReason,
        long expected,
        int port)
        implements Status {
      public Active {
        devices = List.copyOf(devices);
      }
    }
  }
}
