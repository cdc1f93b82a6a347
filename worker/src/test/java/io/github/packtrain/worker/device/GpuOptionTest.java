package io.github.packtrain.worker.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuOptionTest {
  private static final long GIBI = 1L << 30;

  @Test
  void simulatedDevicesAreWhatTheirNamesSay() throws GpuOptionException {
    List<Device> devices = simulated("sim:2xA100-80GB, 1xh100-80GB");

    assertThat(devices)
        .extracting(Device::model)
        .containsExactly("A100-80GB", "A100-80GB", "H100-80GB");
    assertThat(devices).extracting(Device::computeCapability).containsExactly(80, 80, 90);
    assertThat(devices).extracting(Device::index).containsExactly(0, 1, 2);
    assertThat(devices).extracting(Device::uuid).doesNotHaveDuplicates();
    assertThat(devices).extracting(Device::island).containsExactly("sim-0", "sim-0", "sim-2");
    assertThat(devices).allMatch(d -> d.memoryBytes() == 80 * GIBI);
    assertThat(devices).allMatch(d -> d.vendor() == Vendor.NVIDIA && d.healthy());
  }

  @Test
  void theSoftwareStackFollowsFromTheModelOrIsSaid() throws GpuOptionException {
    assertThat(simulated("sim:2xMI250-64GB@rocm"))
        .hasSize(2)
        .allMatch(d -> d.vendor() == Vendor.AMD && d.computeCapability() == 0);
    assertThat(simulated("sim:MI300X")).allMatch(d -> d.vendor() == Vendor.AMD);
    assertThat(simulated("sim:X1-8GB@rocm")).allMatch(d -> d.vendor() == Vendor.AMD);
  }

  @Test
  void memoryMayBeLeftOutForKnownModels() throws GpuOptionException {
    assertThat(simulated("sim:8xA100")).hasSize(8).allMatch(d -> d.model().equals("A100-80GB"));
    assertThat(simulated("sim:H200").getFirst().memoryBytes()).isEqualTo(141 * GIBI);
  }

  @Test
  void allAndNoneAreWords() throws GpuOptionException {
    assertThat(GpuOption.parse("all")).isEqualTo(new GpuOption.All());
    assertThat(GpuOption.parse(" None ")).isEqualTo(new GpuOption.None());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          some                | --gpus some is not understood
          sim:                | '' is not a group of simulated GPUs
          sim:4xA100-80GB,    | '' is not a group of simulated GPUs
          sim:x4              | how much memory a X4 has is not known
          sim:-1xA100-80GB    | '-1xA100-80GB' is not a group
          sim:0xA100-80GB     | 0 simulated GPUs in '0xA100-80GB'
          sim:2000xA100-80GB  | 2000 simulated GPUs in '2000xA100-80GB'
          sim:2xFoo           | how much memory a FOO has is not known
          sim:2xA100-80KB     | 'KB' in '2xA100-80KB' is not a unit
          sim:2xA100-0GB      | a GPU without memory
          sim:2xA100-80GB@x   | '@x' in '2xA100-80GB@x' is not a software stack
          sim:2xA100-80       | '2xA100-80' is not a group
          """)
  void mistakesAreNamed(String text, String message) {
    GpuOptionException e =
        catchThrowableOfType(GpuOptionException.class, () -> GpuOption.parse(text));
    assertThat(e).hasMessageStartingWith(message);
    assertThat(e.hint()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA A100-SXM4-80GB, 80, A100-80GB",
    "NVIDIA A100-PCIE-40GB, 40, A100-40GB",
    "NVIDIA H100 80GB HBM3, 80, H100-80GB",
    "NVIDIA H200, 140, H200-141GB",
    "Tesla V100-SXM2-16GB, 16, V100-16GB",
    "Tesla T4, 15, T4-16GB",
    "NVIDIA L4, 23, L4-24GB",
    "NVIDIA GeForce RTX 4090, 24, RTX4090-24GB",
    "NVIDIA RTX A6000, 48, RTXA6000-48GB",
    "AMD Instinct MI250X, 64, MI250X-64GB",
    "Something New, 33, SOMETHINGNEW-33GB",
  })
  void driversNamesAreShortened(String driverName, long gibibytes, String model) {
    assertThat(KnownModels.shortName(driverName, gibibytes * GIBI)).isEqualTo(model);
  }

  private static List<Device> simulated(String text) throws GpuOptionException {
    return switch (GpuOption.parse(text)) {
      case GpuOption.Simulated(List<Device> devices) -> devices;
      case GpuOption.All all -> throw new AssertionError(all);
      case GpuOption.None none -> throw new AssertionError(none);
    };
  }
}
