package io.github.packtrain.core;

import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A wish. {@link Core#handle} answers with events or with a {@link
 * io.github.packtrain.model.Rejection}.
 */
public sealed interface Command {

  /**
   * Submit a job. Repeating it with the same {@code submissionId} by the same principal answers the
   * same job.
   *
   * @param submissionId the client's own id, its idempotency key, not empty
   * @param count number of tasks; with {@code params} not empty, their number
   * @param params JSON of each task's parameters, or empty
   */
  record SubmitJob(
      Principal by, String submissionId, JobSpec spec, int count, List<String> params, boolean open)
      implements Command {
    public SubmitJob {
      params = List.copyOf(params);
    }
  }

  /**
   * Submit several jobs, all or none. They may wait for each other.
   *
   * @param links which of them wait for which, beside what their specifications say
   */
  record SubmitJobs(List<SubmitJob> jobs, List<Link> links) implements Command {
    public SubmitJobs {
      jobs = List.copyOf(jobs);
      links = List.copyOf(links);
    }
  }

  /**
   * One of the jobs submitted together waits for another.
   *
   * @param job place in the list of the one that waits
   * @param target place in the list of the one that it waits for
   * @param index task of the target, or {@link Dependency#WHOLE}
   */
  record Link(int job, Dependency.When when, int target, int index) {}

  /**
   * Add tasks to an open job.
   *
   * @param from index that the first of them gets; makes a repetition harmless
   */
  record AddTasks(Principal by, JobId job, int from, List<String> params) implements Command {
    public AddTasks {
      params = List.copyOf(params);
    }
  }

  record CloseJob(Principal by, JobId job) implements Command {}

  record CancelJob(Principal by, JobId job, String reason) implements Command {}

  record CancelTask(Principal by, TaskId task, String reason) implements Command {}

  /** Run ended tasks again that are in one of {@code states}, none of which may be COMPLETED. */
  record RetryJob(Principal by, JobId job, List<TaskState> states) implements Command {
    public RetryJob {
      states = List.copyOf(states);
    }
  }

  /**
   * A worker registers.
   *
   * @param incarnation number of the worker's process; one that is lower than what has registered
   *     before is what an older process left on its way
   * @param held attempts that it holds: queued, running, or ended and not yet acknowledged
   */
  record RegisterWorker(String uid, long incarnation, WorkerSpec spec, List<AttemptId> held)
      implements Command {
    public RegisterWorker {
      held = List.copyOf(held);
    }
  }

  record LoseWorker(WorkerId worker, String why) implements Command {}

  /**
   * Change whether the worker gets new work.
   *
   * @param evict whether running attempts are ended and run elsewhere; otherwise they finish
   */
  record DrainWorker(Principal by, WorkerId worker, boolean draining, boolean evict, String reason)
      implements Command {}

  /** Remove a lost worker from the list. */
  record ForgetWorker(Principal by, WorkerId worker) implements Command {}

  record ReportStarted(WorkerId worker, AttemptId attempt) implements Command {}

  record ReportEnded(WorkerId worker, AttemptId attempt, AttemptResult result) implements Command {}

  record ReportMeasured(WorkerId worker, AttemptId attempt, Measurement measurement)
      implements Command {}

  /** The worker had not started the attempt and gives it back. */
  record ReportWithdrawn(WorkerId worker, AttemptId attempt) implements Command {}

  /** Carry out what of a plan still holds; the rest is dropped and planned again. */
  record CommitPlan(long viewPosition, List<Placement> placements) implements Command {
    public CommitPlan {
      placements = List.copyOf(placements);
    }
  }

  /** Give a queue another order. */
  record ConfigureQueue(Principal by, String queue, String order, Map<String, String> options)
      implements Command {
    public ConfigureQueue {
      options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
  }

  /**
   * Give the cluster another placement.
   *
   * @param placement its name, or empty for what the master was started with
   */
  record ConfigurePlacement(Principal by, String placement, Map<String, String> options)
      implements Command {
    public ConfigurePlacement {
      options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
  }

  /**
   * Keep workers for a queue, for users or for nobody, over a time.
   *
   * @param gpus so many GPUs of them, to be chosen; 0 for all of each
   */
  record AddReservation(Principal by, Reservation reservation, int gpus) implements Command {
    /** Of whole workers. */
    public AddReservation(Principal by, Reservation reservation) {
      this(by, reservation, 0);
    }
  }

  record RemoveReservation(Principal by, String name) implements Command {}

  /**
   * Give jobs of a queue the places that its own order has found for them.
   *
   * @param order whose keys they are; nothing happens when the queue has another by now
   */
  record RankJobs(String queue, String order, List<Event.Rank> ranks) implements Command {
    public RankJobs {
      ranks = List.copyOf(ranks);
    }
  }

  /**
   * A policy of a user's own threw or stalled: let the default decide until a policy is set.
   *
   * @param queue whose order it is; empty for the cluster's placement
   * @param name nothing happens when another one is set by now
   */
  record CutOffPolicy(String queue, String name, String why) implements Command {}

  /**
   * Take back what the orders of the queues may take back, to plan it anew: running attempts of
   * preemptible jobs in queues whose order says {@code repack}. Whoever gives this command answers
   * for it that they do not run any more.
   *
   * @param progress how much of which attempt's work was kept; of the others all is lost
   */
  record Repack(List<Progress> progress) implements Command {
    public Repack {
      progress = List.copyOf(progress);
    }
  }

  /** How much of a running attempt's work would be kept if it ended now. */
  record Progress(AttemptId attempt, long keptMillis) {}

  /** Let go on, or cancel, who waited for something that has ended meanwhile. */
  record SettleDependencies() implements Command {}

  /** Time has passed: end back-offs, forget what is old. */
  record Tick() implements Command {}
}
