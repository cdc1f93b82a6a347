package io.github.packtrain.core;

import io.github.packtrain.core.plan.Fit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who comes before whom: higher priority first, then earlier arrival. */
final class QueueOrder {
  private static final Comparator<JobRecord> LAST_FIRST =
      Comparator.comparingInt((JobRecord job) -> job.spec.priority())
          .thenComparing(job -> job.id, Comparator.reverseOrder());

  private final CoreState state;

  QueueOrder(CoreState state) {
    this.state = state;
  }

  /** Costs by classes, and by the jobs before this one, a hundred at a time. */
  JobsAhead ahead(JobRecord job, int limit) {
    List<JobRecord> nearest = new ArrayList<>();
    int count = 0;
    for (TaskClass taskClass : state.classes.values()) {
      long end = endOfThoseBefore(taskClass, job);
      int before = taskClass.ready.countBefore(end);
      if (before > 0 && couldRunSomewhere(taskClass)) {
        count += before;
        nearest.addAll(taskClass.ready.lastBefore(end, limit));
      }
    }
    nearest.sort(LAST_FIRST);
    return new JobsAhead(nearest.stream().limit(limit).map(other -> other.id).toList(), count);
  }

  /** Jobs of the class with a smaller id come before the job. */
  private static long endOfThoseBefore(TaskClass taskClass, JobRecord job) {
    int order = Integer.compare(taskClass.key.priority(), job.spec.priority());
    return order > 0 ? Long.MAX_VALUE : order == 0 ? job.id.value() : 0;
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
