package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import java.util.List;
import java.util.Locale;

/** Which accelerators a worker offers: its {@code --gpus}. */
public sealed interface GpuOption {
  /** How many simulated devices a worker may have. */
  int SIMULATED_MAX = 1024;

  /** What is there. */
  record All() implements GpuOption {}

  /** None, whatever is there. */
  record None() implements GpuOption {}

  /** Devices that exist on paper only. */
  record Simulated(List<Device> devices) implements GpuOption {
    public Simulated {
      devices = List.copyOf(devices);
    }
  }

  /**
   * Reads {@code all}, {@code none}, or {@code sim:} and devices such as {@code 4xA100-80GB},
   * {@code 2xMI250-64GB@rocm}, separated by commas. Memory may be left out for well-known models; a
   * GB is 2^30 bytes, as on the data sheets.
   */
  static GpuOption parse(String text) throws GpuOptionException {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "all", "auto" -> new All();
      case "none", "0" -> new None();
      case String lower when lower.startsWith("sim:") ->
          new Simulated(SimulatedDevices.parse(text.strip().substring("sim:".length())));
      default ->
          throw new GpuOptionException(
              "--gpus " + text + " is not understood",
              "Use all, none, or simulated ones such as sim:4xA100-80GB,2xH100-80GB.");
    };
  }
}
