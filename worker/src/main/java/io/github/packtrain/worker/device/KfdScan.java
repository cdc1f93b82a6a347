package io.github.packtrain.worker.device;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * AMD accelerators as the kernel's compute driver lists them in {@code /sys/class/kfd}. No library
 * is needed; health is not known and taken for good.
 */
final class KfdScan {
  private static final int HEAP_PUBLIC = 1;
  private static final int HEAP_PRIVATE = 2;

  private final Path root;

  KfdScan(Path root) {
    this.root = root;
  }

  List<Device> scan(List<String> limitations) {
    List<Device> devices = new ArrayList<>();
    List<Long> hives = new ArrayList<>();
    Path nodes = root.resolve("sys/class/kfd/kfd/topology/nodes");
    for (Path node : directories(nodes)) {
      Map<String, Long> properties = properties(node.resolve("properties"));
      // Nodes without SIMD units are processors.
      if (properties.getOrDefault("simd_count", 0L) > 0) {
        long memoryBytes = memoryBytes(node);
        if (memoryBytes == 0) {
          limitations.add("the AMD GPU at " + node + " is not offered: its memory is not known");
        } else {
          devices.add(device(node, devices.size(), properties, memoryBytes));
          // Devices that xGMI joins are of one hive; 0 is none.
          hives.add(properties.getOrDefault("hive_id", 0L));
        }
      }
    }
    return DeviceIslands.assign(
        devices, "xgmi", (a, b) -> hives.get(a) != 0 && hives.get(a).equals(hives.get(b)));
  }

  private Device device(Path node, int index, Map<String, Long> properties, long memoryBytes) {
    Path drm =
        root.resolve("sys/class/drm/renderD" + properties.getOrDefault("drm_render_minor", 0L));
    String product = read(drm.resolve("device/product_name"));
    String name = product.isEmpty() ? read(node.resolve("name")) : product;
    long uniqueId = properties.getOrDefault("unique_id", 0L);
    return new Device(
        uniqueId == 0 ? "GPU-" + index : "GPU-%016x".formatted(uniqueId),
        index,
        Vendor.AMD,
        KnownModels.shortName(name.isEmpty() ? "AMD GPU" : name, memoryBytes),
        memoryBytes,
        0,
        PciNuma.nodeOf(drm.resolve("device")),
        "",
        true);
  }

  private static long memoryBytes(Path node) {
    return directories(node.resolve("mem_banks")).stream()
        .map(bank -> properties(bank.resolve("properties")))
        .filter(
            bank -> {
              long heap = bank.getOrDefault("heap_type", 0L);
              return heap == HEAP_PUBLIC || heap == HEAP_PRIVATE;
            })
        .mapToLong(bank -> bank.getOrDefault("size_in_bytes", 0L))
        .sum();
  }

  /** Lines of a name and a number. */
  private static Map<String, Long> properties(Path file) {
    Map<String, Long> properties = new HashMap<>();
    for (String line : read(file).split("\n", -1)) {
      String[] parts = line.strip().split(" +", -1);
      if (parts.length == 2 && parts[1].matches("\\d{1,20}")) {
        properties.put(parts[0], Long.parseUnsignedLong(parts[1]));
      }
    }
    return properties;
  }

  /** The numbered directories, by number: that is the order of the driver's own indices. */
  private static List<Path> directories(Path parent) {
    List<Path> numbered = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, "[0-9]*")) {
      children.forEach(numbered::add);
    } catch (IOException e) {
      // No such driver here.
    }
    numbered.sort(Comparator.comparingInt(p -> Integer.parseInt(p.getFileName().toString())));
    return numbered;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
