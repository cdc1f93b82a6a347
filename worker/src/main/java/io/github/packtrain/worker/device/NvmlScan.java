package io.github.packtrain.worker.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** NVIDIA accelerators, by NVML. Without a driver there are none, and that is no error. */
final class NvmlScan {
  private static final List<String> LIBRARIES =
      List.of(
          "libnvidia-ml.so.1",
          "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1",
          "/usr/local/nvidia/lib64/libnvidia-ml.so.1",
          "/usr/lib/wsl/lib/libnvidia-ml.so.1");
  private static final long TIMEOUT_MILLIS = 20_000;
  private static final int DEVICES_MAX = 256;

  private final Nvml nvml;
  private final Path root;
  private final Arena arena;
  private final List<String> limitations;

  private NvmlScan(Nvml nvml, Path root, Arena arena, List<String> limitations) {
    this.nvml = nvml;
    this.root = root;
    this.arena = arena;
    this.limitations = limitations;
  }

  static List<Device> scan(Path root, List<String> limitations) {
    return scan(LIBRARIES, root, limitations);
  }

  /**
   * A sick driver can hang for ever, so it is asked on a thread that nobody waits for that long.
   */
  static List<Device> scan(List<String> libraries, Path root, List<String> limitations) {
    CompletableFuture<Scanned> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("nvml")
        .start(
            () -> {
              try {
                answer.complete(scanHere(libraries, root));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      Scanned scanned = answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      limitations.addAll(scanned.limitations());
      return scanned.devices();
    } catch (TimeoutException e) {
      limitations.add("NVIDIA GPUs are not offered: their driver does not answer");
    } catch (ExecutionException e) {
      limitations.add("NVIDIA GPUs are not offered: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      limitations.add("NVIDIA GPUs are not offered: interrupted while looking for them");
    }
    return List.of();
  }

  private record Scanned(List<Device> devices, List<String> limitations) {}

  private static Scanned scanHere(List<String> libraries, Path root) {
    List<String> limitations = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      for (String library : libraries) {
        Optional<Nvml> nvml = Nvml.find(library, arena);
        if (nvml.isPresent()) {
          List<Device> devices = new NvmlScan(nvml.get(), root, arena, limitations).devices();
          return new Scanned(devices, limitations);
        }
      }
    }
    return new Scanned(List.of(), limitations);
  }

  private List<Device> devices() {
    int started = nvml.init();
    if (started != Nvml.SUCCESS) {
      limitations.add("NVIDIA GPUs are not offered: the driver library says error " + started);
      return List.of();
    }
    try {
      List<Device> devices = new ArrayList<>();
      MemorySegment count = arena.allocate(JAVA_INT);
      int counted = nvml.deviceCount(count);
      if (counted != Nvml.SUCCESS) {
        limitations.add("NVIDIA GPUs are not offered: counting them says error " + counted);
        return List.of();
      }
      for (int i = 0; i < Math.min(DEVICES_MAX, count.get(JAVA_INT, 0)); i++) {
        findDevice(i).ifPresent(devices::add);
      }
      return DeviceIslands.assign(
          devices, "nvlink", (a, b) -> isLinked(devices.get(a).index(), devices.get(b).index()));
    } finally {
      nvml.shutdown();
    }
  }

  /**
   * Empty when not even its name is known; a device that has one but fails otherwise is unhealthy.
   */
  private Optional<Device> findDevice(int index) {
    MemorySegment out = arena.allocate(ADDRESS);
    MemorySegment uuid = arena.allocate(Nvml.TEXT_BYTES);
    int found = nvml.deviceByIndex(index, out);
    MemorySegment device = out.get(ADDRESS, 0);
    int named = found == Nvml.SUCCESS ? nvml.uuid(device, uuid) : found;
    if (named != Nvml.SUCCESS) {
      limitations.add("GPU " + index + " is not offered: the driver says error " + named);
      return Optional.empty();
    }
    MemorySegment name = arena.allocate(Nvml.TEXT_BYTES);
    MemorySegment memory = arena.allocate(JAVA_LONG, 3);
    boolean answers =
        nvml.name(device, name) == Nvml.SUCCESS && nvml.memory(device, memory) == Nvml.SUCCESS;
    boolean healthy = answers && !hasBadMemory(device);
    if (!healthy) {
      limitations.add(
          "GPU %d (%s) is not healthy: %s"
              .formatted(
                  index,
                  uuid.getString(0),
                  answers ? "bad memory could not be replaced" : "the driver cannot read it"));
    }
    long memoryBytes = Nvml.total(memory);
    return Optional.of(
        new Device(
            uuid.getString(0),
            index,
            Vendor.NVIDIA,
            KnownModels.shortName(answers ? name.getString(0) : "unknown", memoryBytes),
            memoryBytes,
            computeCapability(device),
            numaNode(device),
            "",
            healthy));
  }

  private boolean isLinked(int index, int other) {
    MemorySegment one = arena.allocate(ADDRESS);
    MemorySegment two = arena.allocate(ADDRESS);
    MemorySegment status = arena.allocate(JAVA_INT);
    return nvml.deviceByIndex(index, one) == Nvml.SUCCESS
        && nvml.deviceByIndex(other, two) == Nvml.SUCCESS
        && nvml.nvlink(one.get(ADDRESS, 0), two.get(ADDRESS, 0), status) == Nvml.SUCCESS
        && status.get(JAVA_INT, 0) == Nvml.LINK_WORKS;
  }

  private boolean hasBadMemory(MemorySegment device) {
    MemorySegment[] rows = new MemorySegment[4];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = arena.allocate(JAVA_INT);
    }
    int known = nvml.remappedRows(device, rows[0], rows[1], rows[2], rows[3]);
    return known == Nvml.SUCCESS && rows[3].get(JAVA_INT, 0) != 0;
  }

  private int computeCapability(MemorySegment device) {
    MemorySegment major = arena.allocate(JAVA_INT);
    MemorySegment minor = arena.allocate(JAVA_INT);
    return nvml.computeCapability(device, major, minor) == Nvml.SUCCESS
        ? major.get(JAVA_INT, 0) * 10 + minor.get(JAVA_INT, 0)
        : 0;
  }

  private int numaNode(MemorySegment device) {
    MemorySegment pci = arena.allocate(Nvml.PCI_BYTES, 8);
    if (nvml.pci(device, pci) != Nvml.SUCCESS) {
      return PciNuma.UNKNOWN;
    }
    String busId =
        pci.asSlice(Nvml.PCI_BUS_ID_OFFSET, Nvml.PCI_BUS_ID_BYTES)
            .getString(0)
            .toLowerCase(Locale.ROOT);
    // The library writes the domain with eight digits, the kernel with four.
    String kernelId = busId.matches("0000[0-9a-f]{4}:.*") ? busId.substring(4) : busId;
    return PciNuma.nodeOf(root.resolve("sys/bus/pci/devices").resolve(kernelId));
  }
}
