package io.github.packtrain.worker.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceNodesTest {
  @TempDir Path proc;

  @Test
  void whatIsNotHeldIsHidden() throws Exception {
    driverSays("0000:01:00.0", "GPU-a", 3);
    driverSays("0000:02:00.0", "GPU-b", 0);
    Device a = device("GPU-a", "");
    Device b = device("GPU-b", "");
    DeviceNodes nodes = DeviceNodes.of(List.of(a, b), proc);

    assertThat(nodes.areKnown()).isTrue();
    assertThat(nodes.hiddenFrom(List.of())).containsExactly("195:0", "195:3");
    assertThat(nodes.hiddenFrom(List.of(a))).containsExactly("195:0");
    assertThat(nodes.hiddenFrom(List.of(a, b))).isEmpty();
  }

  @Test
  void aSliceIsReachedThroughTheDeviceItIsAPartOf() throws Exception {
    driverSays("0000:01:00.0", "GPU-a", 0);
    Device one = device("MIG-1", "GPU-a");
    Device two = device("MIG-2", "GPU-a");
    DeviceNodes nodes = DeviceNodes.of(List.of(one, two), proc);

    assertThat(nodes.hiddenFrom(List.of(two))).isEmpty();
    assertThat(nodes.hiddenFrom(List.of())).containsExactly("195:0");
  }

  @Test
  void whereTheDriverDoesNotSayNothingIsHidden() {
    DeviceNodes nodes = DeviceNodes.of(List.of(device("GPU-a", "")), proc);

    assertThat(nodes.areKnown()).isFalse();
    assertThat(nodes.hiddenFrom(List.of())).isEmpty();
  }

  private void driverSays(String bus, String uuid, int minor) throws IOException {
    Path gpu = Files.createDirectories(proc.resolve("driver/nvidia/gpus").resolve(bus));
    Files.writeString(
        gpu.resolve("information"),
        "Model: \t\t Some GPU\nGPU UUID: \t " + uuid + "\nDevice Minor: \t " + minor + "\n");
  }

  private static Device device(String uuid, String parent) {
    return new Device(uuid, 0, Vendor.NVIDIA, "A100-80GB", 80L << 30, 80, -1, parent, true);
  }
}
