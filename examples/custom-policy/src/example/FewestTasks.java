package example;

import io.github.packtrain.model.policy.JobOrder;
import io.github.packtrain.model.policy.JobToOrder;
import java.util.Map;

/**
 * Who has fewest tasks left goes first, so that small jobs are not stuck behind sweeps; a point of
 * priority is worth {@code worth} tasks.
 */
public final class FewestTasks implements JobOrder {
  private long worth = 10;

  @Override
  public String name() {
    return "fewest_tasks";
  }

  @Override
  public String goal() {
    return "jobs with fewest tasks left first";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("worth", "0 to 1000000 tasks for a point of priority, 10 when not given");
  }

  @Override
  public void configure(Map<String, String> values) {
    String given = values.getOrDefault("worth", "10");
    if (!given.matches("[0-9]{1,6}|1000000")) {
      throw new IllegalArgumentException("worth is '" + given + "', it takes 0 to 1000000");
    }
    worth = Long.parseLong(given);
  }

  @Override
  public long key(JobToOrder job) {
    return job.openTasks() - worth * job.spec().priority();
  }
}
