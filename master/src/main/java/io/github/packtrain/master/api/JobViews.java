package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.JobState;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.TaskCounts;
import io.github.packtrain.session.wire.JobWire;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jobs on the wire. */
final class JobViews {
  private JobViews() {}

  /**
   * @param plan the last one, for the reasons why tasks wait
   */
  static Job of(JobView job, Plan plan) {
    Job.Builder wire =
        Job.newBuilder()
            .setId(job.id().toString())
            .setSubmissionId(job.submissionId())
            .setOwner(job.owner())
            .setSpec(JobWire.toWire(job.spec()))
            .setState(state(job.state()))
            .setTasks(counts(job))
            .setWaitingFor(waitingFor(job, plan))
            .setCancelRequested(job.cancelRequested());
    job.awaited().forEach(dependency -> wire.addAwaits(dependency.toString()));
    Times.ifPassed(job.submittedAtMillis(), wire::setSubmittedAt);
    Times.ifPassed(job.endedAtMillis(), wire::setEndedAt);
    return wire.build();
  }

  static io.github.packtrain.protocol.v1.JobState state(JobState state) {
    return switch (state) {
      case PENDING -> io.github.packtrain.protocol.v1.JobState.JOB_PENDING;
      case RUNNING -> io.github.packtrain.protocol.v1.JobState.JOB_RUNNING;
      case COMPLETED -> io.github.packtrain.protocol.v1.JobState.JOB_COMPLETED;
      case FAILED -> io.github.packtrain.protocol.v1.JobState.JOB_FAILED;
      case CANCELLED -> io.github.packtrain.protocol.v1.JobState.JOB_CANCELLED;
    };
  }

  /** Those of the wanted states in which a job can have ended. */
  static Set<JobState> pastStates(List<io.github.packtrain.protocol.v1.JobState> wanted) {
    return Stream.of(JobState.values())
        .filter(state -> state.isEnd() && wanted.contains(state(state)))
        .collect(Collectors.toSet());
  }

  private static TaskCounts counts(JobView job) {
    return TaskCounts.newBuilder()
        .setTotal(job.count())
        .setPending(job.waiting() + job.backingOff())
        .setAssigned(job.active() - job.running())
        .setRunning(job.running())
        .setCompleted(job.completed())
        .setFailed(job.failed())
        .setCancelled(job.cancelled())
        .setTimedOut(job.timedOut())
        .build();
  }

  private static String waitingFor(JobView job, Plan plan) {
    if (job.waiting() == 0) {
      return job.backingOff() > 0 ? Reason.Code.BACKOFF.name() : "";
    }
    if (!job.awaited().isEmpty()) {
      return Reason.Code.DEPENDENCY.name();
    }
    if (job.eligible() == 0) {
      return Reason.Code.JOB_LIMIT.name();
    }
    for (Plan.Blocked blocked : plan.blocked()) {
      if (blocked.key().equals(job.classKey())) {
        return blocked.reasons().getFirst().code().name();
      }
    }
    return Reason.Code.NEXT_CYCLE.name();
  }
}
