package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the part of {@code --gpus} after {@code sim:}. Each group is an island. */
final class SimulatedDevices {
  private static final Pattern GROUP =
      Pattern.compile(
          "(?:(?<count>\\d{1,6})[xX])?(?<model>[A-Za-z][A-Za-z0-9.]*(?:-[A-Za-z][A-Za-z0-9.]*)*)"
              + "(?:-(?<memory>\\d{1,6})(?<unit>[A-Za-z]+))?(?:@(?<stack>\\w+))?");
  private static final long GIBI = 1L << 30;

  private SimulatedDevices() {}

  static List<Device> parse(String text) throws GpuOptionException {
    List<Device> devices = new ArrayList<>();
    for (String group : text.split(",", -1)) {
      addGroup(group.strip(), devices);
    }
    return devices;
  }

  private static void addGroup(String group, List<Device> devices) throws GpuOptionException {
    Matcher parts = GROUP.matcher(group);
    if (!parts.matches()) {
      throw new GpuOptionException(
          "'" + group + "' is not a group of simulated GPUs",
          "Write count, x, model, memory, such as 4xA100-80GB; several groups with commas.");
    }
    int count = parts.group("count") == null ? 1 : Integer.parseInt(parts.group("count"));
    if (count < 1 || devices.size() + count > GpuOption.SIMULATED_MAX) {
      throw new GpuOptionException(
          "%d simulated GPUs in '%s' are not from 1 to %d in all"
              .formatted(count, group, GpuOption.SIMULATED_MAX),
          "Use a smaller number, or several workers.");
    }
    String model = parts.group("model").toUpperCase(Locale.ROOT);
    long memoryBytes = memoryBytes(group, model, parts);
    Vendor vendor = vendor(group, model, parts);
    String island = "sim-" + devices.size();
    for (int i = 0; i < count; i++) {
      devices.add(device(devices.size(), vendor, model, memoryBytes).withIsland(island));
    }
  }

  private static Device device(int index, Vendor vendor, String model, long memoryBytes) {
    String fullModel = model + "-" + memoryBytes / GIBI + "GB";
    int capability =
        vendor == Vendor.NVIDIA ? KnownModels.findComputeCapability(model).orElse(0) : 0;
    return new Device(
        "GPU-sim-" + index, index, vendor, fullModel, memoryBytes, capability, -1, "", true);
  }

  private static long memoryBytes(String group, String model, Matcher parts)
      throws GpuOptionException {
    if (parts.group("memory") == null) {
      OptionalInt usual = KnownModels.findMemoryGigabytes(model);
      return usual.orElseThrow(
              () ->
                  new GpuOptionException(
                      "how much memory a " + model + " has is not known",
                      "Say it, such as " + group + "-80GB."))
          * GIBI;
    }
    long amount = Long.parseLong(parts.group("memory"));
    long unit =
        switch (parts.group("unit").toUpperCase(Locale.ROOT)) {
          case "GB", "GIB", "G" -> GIBI;
          case "TB", "TIB", "T" -> GIBI * 1024;
          default ->
              throw new GpuOptionException(
                  "'" + parts.group("unit") + "' in '" + group + "' is not a unit of GPU memory",
                  "Use GB, such as 4xA100-80GB.");
        };
    if (amount < 1) {
      throw new GpuOptionException(
          "a GPU without memory: '" + group + "'", "Use at least 1GB, such as 4xA100-80GB.");
    }
    return amount * unit;
  }

  private static Vendor vendor(String group, String model, Matcher parts)
      throws GpuOptionException {
    String stack = parts.group("stack");
    if (stack == null) {
      return KnownModels.isAmd(model) ? Vendor.AMD : Vendor.NVIDIA;
    }
    return switch (stack.toLowerCase(Locale.ROOT)) {
      case "cuda", "nvidia" -> Vendor.NVIDIA;
      case "rocm", "amd" -> Vendor.AMD;
      default ->
          throw new GpuOptionException(
              "'@" + stack + "' in '" + group + "' is not a software stack",
              "Use @cuda or @rocm, or leave it out.");
    };
  }
}
