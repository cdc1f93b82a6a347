package io.github.packtrain.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.worker.device.DeviceEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of a command: an allow-list of the worker's own, the job's, and what Packtrain
 * says. Only the task's devices are visible; a task without any sees none. What depends on where an
 * attempt's files are is added by the guard, and so is {@code TMPDIR}.
 */
final class TaskEnvironment {
  /**
   * What passes from the worker's environment; anything else, its credentials above all, does not.
   */
  private static final List<String> PASSED =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "LD_LIBRARY_PATH",
          "PYTHONPATH",
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "CUDA_HOME",
          "ROCM_PATH",
          "JAVA_HOME");

  private static final String PATH_DEFAULT = "/usr/local/bin:/usr/bin:/bin";

  private TaskEnvironment() {}

  /**
   * @param own the worker's environment
   * @param devices of the worker, by position
   */
  static Map<String, String> of(
      Map<String, String> own,
      TaskBody.Command command,
      AttemptId attempt,
      String params,
      String worker,
      List<Device> devices,
      List<DeviceShare> shares) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : PASSED) {
      String value = own.get(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.putIfAbsent("PATH", PATH_DEFAULT);
    environment.putAll(command.environment());
    environment.put("PACKTRAIN_JOB_ID", attempt.task().job().toString());
    environment.put("PACKTRAIN_TASK_ID", attempt.task().toString());
    environment.put("PACKTRAIN_TASK_INDEX", Integer.toString(attempt.task().index()));
    environment.put("PACKTRAIN_WORKER", worker);
    environment.put("PACKTRAIN_PARAMS", params.isEmpty() ? "{}" : params);
    environment.putAll(
        DeviceEnvironment.of(shares.stream().map(share -> devices.get(share.device())).toList()));
    return environment;
  }
}
