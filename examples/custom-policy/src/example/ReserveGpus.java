package example;

import io.github.packtrain.model.policy.TaskToPlace;
import io.github.packtrain.model.policy.WorkerFilter;
import io.github.packtrain.model.policy.WorkerNow;
import io.github.packtrain.model.policy.WorkerScorer;
import java.util.Map;

/**
 * Keeps machines with GPUs for tasks that ask for them, and fills the GPU machine that has least
 * left. Goals in order: (1) a task without a GPU starts only on a machine without one, or where at
 * least {@code keep} GPUs stay whole; (2) big holes stay for big tasks.
 */
public final class ReserveGpus implements WorkerFilter, WorkerScorer {
  private int keep = 1_000_000;

  @Override
  public String name() {
    return "reserve_gpus";
  }

  @Override
  public String goal() {
    return "machines with GPUs are for tasks that ask for them";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("keep", "0 to 64 free GPUs beside which other tasks may run, never by default");
  }

  @Override
  public void configure(Map<String, String> values) {
    String given = values.getOrDefault("keep", "");
    if (!given.isEmpty() && !given.matches("[0-9]|[1-5][0-9]|6[0-4]")) {
      throw new IllegalArgumentException("keep is '" + given + "', it takes 0 to 64");
    }
    keep = given.isEmpty() ? keep : Integer.parseInt(given);
  }

  @Override
  public boolean allows(TaskToPlace task, WorkerNow worker) {
    boolean asksForGpus = !task.request().gpu().isNone();
    return asksForGpus || worker.devices().isEmpty() || wholeGpus(worker) >= keep;
  }

  @Override
  public long score(TaskToPlace task, WorkerNow worker) {
    return -worker.freeGpuMilli();
  }

  private static long wholeGpus(WorkerNow worker) {
    return worker.devices().stream().filter(device -> device.milli() == 1_000).count();
  }
}
