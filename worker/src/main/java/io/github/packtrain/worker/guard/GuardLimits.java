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
   */
  public static List<String> limitations(Path workerDirectory, String taskUser) {
    Path directory = workerDirectory.toAbsolutePath().normalize();
    List<String> all = new ArrayList<>(AttemptGroups.open(Path.of("/"), directory).limitations());
    if (taskUser.isEmpty()) {
      all.add("tasks run under the worker's own account, " + System.getProperty("user.name"));
    }
    return all;
  }
}
