package io.github.packtrain.worker.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceEnvironmentTest {
  @Test
  void withoutDevicesAllAreHidden() {
    assertThat(DeviceEnvironment.of(List.of()))
        .containsEntry("CUDA_VISIBLE_DEVICES", "")
        .containsEntry("ROCR_VISIBLE_DEVICES", "")
        .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .doesNotContainKey("HIP_VISIBLE_DEVICES");
  }

  @Test
  void onlyTheAttemptsOwnAreShown() {
    assertThat(
            DeviceEnvironment.of(
                List.of(device("GPU-b", Vendor.NVIDIA), device("GPU-a", Vendor.NVIDIA))))
        .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-b,GPU-a")
        .containsEntry("ROCR_VISIBLE_DEVICES", "")
        .containsEntry("PACKTRAIN_DEVICES", "GPU-b,GPU-a");
  }

  @Test
  void anAmdDeviceIsNotHiddenByTheEmptyCudaList() {
    assertThat(
            DeviceEnvironment.of(List.of(device("GPU-1", Vendor.AMD), device("GPU-2", Vendor.AMD))))
        .containsEntry("CUDA_VISIBLE_DEVICES", "")
        .containsEntry("ROCR_VISIBLE_DEVICES", "GPU-1,GPU-2")
        .containsEntry("HIP_VISIBLE_DEVICES", "0,1");
  }

  private static Device device(String uuid, Vendor vendor) {
    return new Device(uuid, 0, vendor, "M-1GB", 1 << 30, 0, -1, "", true);
  }
}
