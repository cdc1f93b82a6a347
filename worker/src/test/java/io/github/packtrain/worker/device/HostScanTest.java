package io.github.packtrain.worker.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines as files of {@code /proc} and {@code /sys}. */
class HostScanTest {
  private static final long GIBI = 1L << 30;

  @TempDir Path root;
  private final List<String> limitations = new ArrayList<>();

  @BeforeEach
  void machineOf16CoresAnd64Gibibytes() throws IOException {
    write("proc/self/status", "Name:\tx\nCpus_allowed_list:\t0-15\n");
    write("proc/meminfo", "MemTotal:       67108864 kB\nMemFree: 1 kB\n");
  }

  @Test
  void withoutLimitsItIsTheMachine() {
    Resources found = scan();
    assertThat(found.cpuMilli()).isEqualTo(16_000);
    assertThat(found.memoryBytes()).isEqualTo(64 * GIBI);
    assertThat(found.diskBytes()).isPositive();
  }

  @Test
  void theAffinityMaskCounts() throws IOException {
    write("proc/self/status", "Cpus_allowed_list:\t0-3,8,10-11\n");
    assertThat(scan().cpuMilli()).isEqualTo(7_000);
  }

  @Test
  void theTightestGroupOfVersion2Counts() throws IOException {
    write("proc/self/cgroup", "0::/slice/unit\n");
    write("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n");
    write("sys/fs/cgroup/slice/unit/cpu.max", "max 100000\n");
    write("sys/fs/cgroup/slice/cpu.max", "250000 100000\n");
    write("sys/fs/cgroup/slice/unit/memory.max", "8589934592\n");
    write("sys/fs/cgroup/slice/memory.max", "max\n");

    assertThat(scan().cpuMilli()).isEqualTo(2_500);
    assertThat(scan().memoryBytes()).isEqualTo(8 * GIBI);
  }

  @Test
  void groupsOfVersion1CountAlsoInAContainer() throws IOException {
    write("proc/self/cgroup", "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/\n");
    write(
        "proc/self/mountinfo",
        """
        32 31 0:29 /docker/abc /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
        36 31 0:33 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        """);
    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");

    assertThat(scan().cpuMilli()).isEqualTo(500);
    assertThat(scan().memoryBytes()).isEqualTo(GIBI);
  }

  @ParameterizedTest
  @CsvSource({"-1, 9223372036854771712", "max, max", "'', ''"})
  void noLimitIsNoLimit(String quota, String memory) throws IOException {
    write("proc/self/cgroup", "5:memory:/\n4:cpu:/\n");
    write(
        "proc/self/mountinfo",
        """
        32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
        36 31 0:33 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        """);
    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", quota);
    write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", memory);

    assertThat(scan().cpuMilli()).isEqualTo(16_000);
    assertThat(scan().memoryBytes()).isEqualTo(64 * GIBI);
  }

  @Test
  void amdDevicesAreFoundThroughTheKernelsDriver() throws IOException {
    String nodes = "sys/class/kfd/kfd/topology/nodes/";
    write(nodes + "0/properties", "cpu_cores_count 16\nsimd_count 0\n");
    write(
        nodes + "1/properties",
        "simd_count 416\nunique_id 1311768467463790320\ndrm_render_minor 128\n");
    write(nodes + "1/name", "aldebaran\n");
    write(nodes + "1/mem_banks/0/properties", "heap_type 1\nsize_in_bytes 68702699520\n");
    write("sys/class/drm/renderD128/device/product_name", "AMD INSTINCT MI250X\n");
    write("sys/class/drm/renderD128/device/numa_node", "3\n");
    write(nodes + "2/properties", "simd_count 416\n");

    assertThat(new KfdScan(root).scan(limitations))
        .containsExactly(
            new Device(
                "GPU-123456789abcdef0",
                0,
                Vendor.AMD,
                "MI250X-64GB",
                68_702_699_520L,
                0,
                3,
                "",
                true,
                "numa-3"));
    assertThat(limitations).singleElement().asString().contains("memory is not known");
  }

  @Test
  void amdDevicesOfOneHiveAreAnIsland() throws IOException {
    for (int i = 0; i < 4; i++) {
      String node = "sys/class/kfd/kfd/topology/nodes/" + i;
      write(node + "/properties", "simd_count 416\nhive_id " + (i == 3 ? 0 : 70 + i % 2) + "\n");
      write(node + "/mem_banks/0/properties", "heap_type 1\nsize_in_bytes 68702699520\n");
    }
    assertThat(new KfdScan(root).scan(limitations))
        .extracting(Device::island)
        .containsExactly("xgmi-0", "", "xgmi-0", "");
  }

  @Test
  void thisMachineHasSomething() {
    Machine machine = Machine.scan(new GpuOption.None(), root);
    assertThat(machine.capacity().cpuMilli()).isPositive();
    assertThat(machine.capacity().memoryBytes()).isGreaterThan(100_000_000);
    assertThat(machine.devices()).isEmpty();
  }

  private Resources scan() {
    return new HostScan(root).scan(root, limitations);
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
