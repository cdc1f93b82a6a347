package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.worker.device.GpuOption;
import io.github.packtrain.worker.device.GpuOptionException;
import io.github.packtrain.worker.device.Machine;

/** What this worker offers: what the machine has, less or more as its options say. */
final class Survey {
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
        machine.limitations());
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
