package io.github.packtrain.bench.plan;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Machines and requests as a GPU cluster has them: whole devices 1 to 8, shares, CPU work. */
final class Mix {
  private static final long GIB = 1L << 30;
  private static final int DEVICES = 8;

  private Mix() {}

  /** 64 CPUs, 1 TiB, 8 devices of 80 GiB. */
  static WorkerSpec worker(int number) {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      devices.add(
          new Device(
              "GPU-" + number + "-" + i, i, Vendor.NVIDIA, "A100-80GB", 80 * GIB, 80, 0, "", true));
    }
    return WorkerSpec.of("w" + number, new Resources(64_000, 1_024 * GIB, 4_096 * GIB), devices);
  }

  /**
   * The request of a class: of every 10, 4 ask for one device, 2 for shares, 1 each 2, 4, 8, CPU.
   */
  static Request request(int number) {
    GpuRequest gpus = gpus(number);
    int cpuMilli = (gpus.isNone() ? 8_000 : 1_000) + 100 * (number / 10 % 20);
    Resources host = new Resources(cpuMilli, (8 + number / 10) * GIB, 0);
    return new Request(host, gpus, Map.of());
  }

  private static GpuRequest gpus(int number) {
    return switch (number % 10) {
      case 0 -> GpuRequest.whole(8);
      case 1 -> GpuRequest.whole(4);
      case 2 -> GpuRequest.whole(2);
      case 3 -> GpuRequest.share(250, 20 * GIB);
      case 4 -> GpuRequest.share(500, 0);
      case 5 -> GpuRequest.NONE;
      default -> GpuRequest.whole(1);
    };
  }

  /** A fresh specification, as each submission brings its own. Four levels of priority. */
  static JobSpec spec(int number) {
    JobSpec spec =
        JobSpec.of("train-" + number, request(number), new TaskBody.Handler("noop", "{}"));
    return spec.withQueue(JobSpec.QUEUE_DEFAULT, 40 + 10 * (number / 10 % 4));
  }

  /** A task's own parameters, about 50 characters. */
  static String params(long number) {
    return "{\"seed\":" + number + ",\"lr\":0.00125,\"depth\":12,\"width\":1024}";
  }
}
