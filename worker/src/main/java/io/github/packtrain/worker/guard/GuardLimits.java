package io.github.packtrain.worker.guard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a guard on this machine cannot enforce. */
public final class GuardLimits {
  private GuardLimits() {}

  /**
   * In sentences for people; makes the worker's control groups where that is permitted.
   *
   * @param taskUser account of tasks, empty for the worker's own
   * @param hidesDevices whether devices are to be kept from the tasks that do not hold them
   */
  public static List<String> limitations(
      Path workerDirectory, String taskUser, boolean hidesDevices) {
    Path directory = workerDirectory.toAbsolutePath().normalize();
    AttemptGroups groups = AttemptGroups.open(Path.of("/"), directory);
    List<String> all = new ArrayList<>(groups.limitations());
    if (hidesDevices && !groups.hidesDevices()) {
      all.add(
          "tasks are told which GPUs are theirs, not kept from others: that takes control groups of"
              + " version 1 with devices, which this account may not make");
    }
    if (taskUser.isEmpty()) {
      all.add("tasks run under the worker's own account, " + System.getProperty("user.name"));
    }
    return all;
  }
}
