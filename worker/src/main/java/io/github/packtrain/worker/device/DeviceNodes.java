package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The character devices behind a machine's accelerators, so that those that an attempt does not
 * hold can be closed to it. Known for NVIDIA's driver, which numbers them in files of its own; a
 * slice lies behind the node of the device that it is a part of.
 */
public final class DeviceNodes {
  private static final String NVIDIA_MAJOR = "195:";

  private final List<Device> devices;
  private final Map<String, String> nodeByUuid;

  private DeviceNodes(List<Device> devices, Map<String, String> nodeByUuid) {
    this.devices = List.copyOf(devices);
    this.nodeByUuid = nodeByUuid;
  }

  /**
   * @param proc where the kernel shows its own files, {@code /proc}
   */
  public static DeviceNodes of(List<Device> devices, Path proc) {
    Map<String, String> nodes = new TreeMap<>();
    Path gpus = proc.resolve("driver/nvidia/gpus");
    if (!devices.isEmpty() && Files.isDirectory(gpus)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(gpus)) {
        for (Path gpu : found) {
          List<String> lines = Files.readAllLines(gpu.resolve("information"));
          Optional<String> minor = value(lines, "Device Minor");
          value(lines, "GPU UUID")
              .ifPresent(uuid -> minor.ifPresent(m -> nodes.put(uuid, NVIDIA_MAJOR + m)));
        }
      } catch (IOException e) {
        // A driver that does not say: its devices are hidden by variables alone.
        nodes.clear();
      }
    }
    return new DeviceNodes(devices, nodes);
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** Whether the driver says which node each of them has. */
  public boolean areKnown() {
    return devices.stream().allMatch(device -> node(device).isPresent());
  }

  /** Nodes of the machine's accelerators behind which nothing lies that is held, in order. */
  public List<String> hiddenFrom(List<Device> held) {
    TreeSet<String> hidden = new TreeSet<>();
    devices.forEach(device -> node(device).ifPresent(hidden::add));
    held.forEach(device -> node(device).ifPresent(hidden::remove));
    return List.copyOf(hidden);
  }

  private Optional<String> node(Device device) {
    String uuid = device.parentUuid().isEmpty() ? device.uuid() : device.parentUuid();
    return Optional.ofNullable(nodeByUuid.get(uuid));
  }
}
