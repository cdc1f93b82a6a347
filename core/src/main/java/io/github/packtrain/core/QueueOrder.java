package io.github.packtrain.core;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.Fit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who comes before whom: in a queue by its order, among queues by priority, then arrival. In a
 * queue that owners share, the other owners' jobs count as if they were in another queue.
 */
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
      if (taskClass.ready.isEmpty()) {
        continue;
      }
      int before = countBefore(taskClass, job);
      if (before > 0 && couldRunSomewhere(taskClass)) {
        count += before;
        nearest.addAll(lastBefore(taskClass, job, before, limit));
      }
    }
    nearest.sort(isOfOneLine(nearest, job) ? QueueOrder::laterFirst : LAST_FIRST);
    return new JobsAhead(nearest.stream().limit(limit).map(other -> other.id).toList(), count);
  }

  private static int laterFirst(JobRecord a, JobRecord b) {
    boolean levels = a.taskClass.queue.order.byPriority();
    int byPriority = levels ? Integer.compare(a.spec.priority(), b.spec.priority()) : 0;
    return byPriority != 0 || a == b ? byPriority : a.isBefore(b) ? 1 : -1;
  }

  private static boolean isOfOneLine(List<JobRecord> jobs, JobRecord job) {
    return jobs.stream().allMatch(other -> isSameLine(other.taskClass, job.taskClass));
  }

  private static boolean isSameLine(TaskClass a, TaskClass b) {
    return a.queue == b.queue && a.key.party().equals(b.key.party());
  }

  private static int countBefore(TaskClass taskClass, JobRecord job) {
    boolean sameLine = isSameLine(taskClass, job.taskClass);
    int order =
        sameLine && !taskClass.queue.order.byPriority()
            ? 0
            : Integer.compare(taskClass.key.priority(), job.spec.priority());
    if (order != 0) {
      return order > 0 ? taskClass.ready.size() : 0;
    }
    if (sameLine || taskClass.queue.order == Orders.DEFAULT) {
      return taskClass.ready.countBefore(sameLine ? job : asInDefaultOrder(job));
    }
    int before = 0;
    for (JobRecord other : taskClass.ready.values()) {
      before += other.id.value() < job.id.value() ? 1 : 0;
    }
    return before;
  }

  private static List<JobRecord> lastBefore(
      TaskClass taskClass, JobRecord job, int before, int limit) {
    if (before == taskClass.ready.size()) {
      return taskClass.ready.last(limit);
    }
    boolean sameLine = isSameLine(taskClass, job.taskClass);
    if (sameLine || taskClass.queue.order == Orders.DEFAULT) {
      return taskClass.ready.lastBefore(sameLine ? job : asInDefaultOrder(job), limit);
    }
    return taskClass.ready.values().stream()
        .filter(other -> other.id.value() < job.id.value())
        .sorted(Comparator.comparing((JobRecord other) -> other.id).reversed())
        .limit(limit)
        .toList();
  }

  /** A stand-in that compares as the job would in a queue without an order of its own. */
  private static JobRecord asInDefaultOrder(JobRecord job) {
    return job.taskClass.queue.order == Orders.DEFAULT
        ? job
        : new JobRecord(
            job.id, job.submissionId, job.owner, job.submittedAtMillis, job.spec, job.taskClass);
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
