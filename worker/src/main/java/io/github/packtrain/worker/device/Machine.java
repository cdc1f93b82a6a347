package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found on this machine.
 *
 * @param capacity processors and memory that this process may use, and the free disk space
 * @param devices accelerators, in the order that allocations name them
 * @param limitations what could not be found out or used and why, for people
 */
public record Machine(Resources capacity, List<Device> devices, List<String> limitations) {
  public Machine {
    devices = List.copyOf(devices);
    limitations = List.copyOf(limitations);
  }

  /**
   * Looks around. May take a second where there is a GPU driver.
   *
   * @param scratch directory whose disk tasks write to
   */
  public static Machine scan(GpuOption gpus, Path scratch) {
    Path root = Path.of("/");
    List<String> limitations = new ArrayList<>();
    Resources capacity = new HostScan(root).scan(scratch, limitations);
    List<Device> devices =
        switch (gpus) {
          case GpuOption.None() -> List.of();
          case GpuOption.Simulated(List<Device> simulated) -> simulated;
          case GpuOption.All() -> {
            List<Device> found = new ArrayList<>(NvmlScan.scan(root, limitations));
            found.addAll(new KfdScan(root).scan(limitations));
            yield found;
          }
        };
    return new Machine(capacity, devices, limitations);
  }
}
