package io.github.packtrain.core;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A job as it stands, for readers.
 *
 * @param waiting tasks that wait for resources or for their job's own limit
 * @param backingOff tasks that wait for a back-off to end
 * @param active tasks with an attempt on a worker, running ones included
 * @param eligible waiting tasks that the job's own limit allows to start
 * @param endedAtMillis 0 until it ended
 * @param classKey the class that its tasks wait in
 * @param awaited dependencies that have not been met, in the order of its specification
 */
public record JobView(
    JobId id,
    String submissionId,
    String owner,
    JobSpec spec,
    JobState state,
    int count,
    int waiting,
    int backingOff,
    int active,
    int running,
    int completed,
    int failed,
    int cancelled,
    int timedOut,
    int eligible,
    boolean open,
    boolean cancelRequested,
    long submittedAtMillis,
    long endedAtMillis,
    long meanRunMillis,
    ClassKey classKey,
    List<Dependency> awaited) {

  static JobView of(JobRecord job) {
    return new JobView(
        job.id,
        job.submissionId,
        job.owner,
        job.spec,
        stateOf(job),
        job.count,
        job.waiting,
        job.course().backingOff,
        job.course().active,
        job.course().running,
        job.course().completedCount,
        job.course().failedCount,
        job.course().cancelledCount,
        job.course().timedOutCount,
        job.eligibleTasks(),
        job.open,
        job.cancelled,
        job.submittedAtMillis,
        job.course().endedAtMillis,
        job.course().meanRunMillis,
        job.taskClass.key,
        awaitedBy(job));
  }

  private static List<Dependency> awaitedBy(JobRecord job) {
    List<Dependency> all = job.spec.after().dependencies();
    return job.course().openDependencies == 0
        ? List.of()
        : IntStream.range(0, all.size())
            .filter(place -> !job.met().get(place))
            .mapToObj(all::get)
            .toList();
  }

  private static JobState stateOf(JobRecord job) {
    if (job.hasEnded()) {
      return job.course().endState;
    }
    return job.course().running > 0 || job.endedCount() > 0 ? JobState.RUNNING : JobState.PENDING;
  }
}
