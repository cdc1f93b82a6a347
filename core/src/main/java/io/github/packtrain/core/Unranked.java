package io.github.packtrain.core;

import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.policy.JobToOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jobs whose places in their queue are to be found by the queue's order, which is a user's own.
 *
 * @param order with its options
 */
public record Unranked(String queue, Setting order, List<JobToOrder> jobs) {
  public Unranked {
    jobs = List.copyOf(jobs);
  }

  static Optional<Unranked> find(
      Collection<QueueRecord> queues, Policies policies, IdTable<JobRecord> jobs, int max) {
    for (QueueRecord queue : queues) {
      if (!queue.unranked.isEmpty()
          && policies.findUsers(PolicyKind.ORDER, queue.orderName).isPresent()) {
        List<JobToOrder> some = new ArrayList<>();
        queue.unranked.stream().limit(max).forEach(id -> add(some, jobs.get(id)));
        return Optional.of(new Unranked(queue.name, queue.setting(), some));
      }
    }
    return Optional.empty();
  }

  private static void add(List<JobToOrder> some, @Nullable JobRecord job) {
    if (job != null) {
      some.add(
          new JobToOrder(
              job.id,
              job.owner,
              job.spec,
              job.submittedAtMillis,
              job.count - job.endedCount(),
              job.course().servedMillis));
    }
  }
}
