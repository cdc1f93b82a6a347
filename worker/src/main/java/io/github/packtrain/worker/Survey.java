package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.worker.device.DeviceNodes;
import io.github.packtrain.worker.device.GpuOption;
import io.github.packtrain.worker.device.GpuOptionException;
import io.github.packtrain.worker.device.Machine;
import io.github.packtrain.worker.guard.GuardLimits;
import io.github.packtrain.worker.guard.TaskAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this worker offers: what the machine has, less or more as its options say. */
final class Survey {
  private static final Logger LOG = LoggerFactory.getLogger(Survey.class);

  private Survey() {}

  static WorkerSpec of(WorkerOptions options) throws WorkerException {
    Machine machine = Machine.scan(gpus(options.gpus()), options.directory());
    Resources found = machine.capacity();
    Resources offered =
        new Resources(
            options.cpuMilli().orElse(found.cpuMilli()),
            options.memoryBytes().orElse(found.memoryBytes()),
            found.diskBytes());
    // More may be offered than is there: then people know what they do.
    Resources capacity =
        new Resources(
            Math.max(found.cpuMilli(), offered.cpuMilli()),
            Math.max(found.memoryBytes(), offered.memoryBytes()),
            found.diskBytes());
    return new WorkerSpec(
        options.name(),
        capacity,
        offered,
        machine.devices(),
        options.labels(),
        0,
        version(),
        limitations(options, machine));
  }

  private static List<String> limitations(WorkerOptions options, Machine machine)
      throws WorkerException {
    List<String> all = new ArrayList<>(machine.limitations());
    if (!options.handlersOnly()) {
      checkTaskUser(options);
      boolean real = !machine.devices().isEmpty() && !options.gpus().startsWith("sim:");
      boolean known = real && DeviceNodes.of(machine.devices(), Path.of("/proc")).areKnown();
      all.addAll(GuardLimits.limitations(options.directory(), options.taskUser(), known));
      if (real && !known) {
        all.add(
            "tasks are told which GPUs are theirs, not kept from others: the driver does not say"
                + " which files lead to them");
      }
    }
    all.forEach(limitation -> LOG.info("limitation: {}", limitation));
    return all;
  }

  /** A worker that cannot become the account runs nothing at all. */
  private static void checkTaskUser(WorkerOptions options) throws WorkerException {
    String trouble =
        options.taskUser().isEmpty()
            ? ""
            : TaskAccount.trouble(options.taskUser(), options.directory());
    if (!trouble.isEmpty()) {
      throw WorkerException.of(
          Kind.FAILED_PRECONDITION,
          "TASK_USER",
          "tasks cannot run under the account " + options.taskUser(),
          trouble,
          "start the worker as root on a machine that has this account and setpriv (util-linux),"
              + " with a --dir that the account can reach, or leave --task-user out");
    }
  }

  private static GpuOption gpus(String text) throws WorkerException {
    try {
      return GpuOption.parse(text);
    } catch (GpuOptionException e) {
      throw WorkerException.of(
          Kind.INVALID_ARGUMENT,
          GpuOptionException.CODE,
          String.valueOf(e.getMessage()),
          "",
          "write all, none or sim:4xA100-80GB");
    }
  }

  private static String version() {
    String version = Survey.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
