package io.github.packtrain.core;

import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.model.JobId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** Who comes before whom: higher priority first, then earlier arrival. */
final class QueueOrder {
  private static final Comparator<JobRecord> LAST_FIRST =
      Comparator.comparingInt((JobRecord job) -> job.spec.priority())
          .thenComparing(job -> job.id, Comparator.reverseOrder());

  private static final JobId FIRST_JOB = new JobId(1);

  private final CoreState state;

  QueueOrder(CoreState state) {
    this.state = state;
  }

  /** Costs by classes and by the jobs that wait before this one. */
  JobsAhead ahead(JobRecord job, int limit) {
    List<JobRecord> nearest = new ArrayList<>();
    int count = 0;
    for (TaskClass taskClass : state.classes.values()) {
      SortedMap<JobId, JobRecord> before = before(taskClass, job);
      if (!before.isEmpty() && couldRunSomewhere(taskClass)) {
        count += before.size();
        before.reversed().values().stream().limit(limit).forEach(nearest::add);
      }
    }
    nearest.sort(LAST_FIRST);
    return new JobsAhead(nearest.stream().limit(limit).map(other -> other.id).toList(), count);
  }

  private static SortedMap<JobId, JobRecord> before(TaskClass taskClass, JobRecord job) {
    int order = Integer.compare(taskClass.key.priority(), job.spec.priority());
    return order > 0 ? taskClass.ready : taskClass.ready.headMap(order == 0 ? job.id : FIRST_JOB);
  }

  private boolean couldRunSomewhere(TaskClass taskClass) {
    boolean anyWorker = false;
    for (WorkerRecord worker : state.workers.values()) {
      if (!worker.lost) {
        anyWorker = true;
        if (Fit.couldEver(taskClass.key.request(), worker.spec)) {
          return true;
        }
      }
    }
    return !anyWorker;
  }
}
