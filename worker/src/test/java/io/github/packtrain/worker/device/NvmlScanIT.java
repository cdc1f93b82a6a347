package io.github.packtrain.worker.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a small library that speaks like the driver's, built by the C compiler of this machine.
 */
@Timeout(60)
class NvmlScanIT {
  private static final String FAKE =
      """
      #include <string.h>
      #ifndef LINKS
      #define LINKS "abc" /* those of one letter are linked */
      #endif
      struct gpu { const char *uuid, *name, *bus; unsigned long long memory; int major, minor, bad; };
      static struct gpu gpus[] = {
        {"GPU-aaaa", "NVIDIA A100-SXM4-80GB", "00000000:3B:00.0", 85899345920ULL, 8, 0, 0},
        {"GPU-bbbb", "NVIDIA H100 80GB HBM3", "00000000:AF:00.0", 85520809984ULL, 9, 0, 1},
        {"GPU-cccc", "NVIDIA L4", "00000001:01:00.0", 24152899584ULL, 8, 9, 0},
      };
      int nvmlInit_v2(void) { return INIT; }
      int nvmlShutdown(void) { return 0; }
      int nvmlDeviceGetCount_v2(unsigned *n) { *n = 4; return 0; }
      int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) {
        if (i >= 3) return 15; /* lost */
        *d = &gpus[i];
        return 0;
      }
      int nvmlDeviceGetUUID(struct gpu *d, char *s, unsigned n) { strncpy(s, d->uuid, n); return 0; }
      int nvmlDeviceGetName(struct gpu *d, char *s, unsigned n) { strncpy(s, d->name, n); return 0; }
      int nvmlDeviceGetMemoryInfo(struct gpu *d, unsigned long long *m) {
        m[0] = d->memory; m[1] = d->memory; m[2] = 0; return 0;
      }
      int nvmlDeviceGetCudaComputeCapability(struct gpu *d, int *a, int *b) {
        *a = d->major; *b = d->minor; return 0;
      }
      int nvmlDeviceGetPciInfo_v3(struct gpu *d, char *pci) { strcpy(pci + 36, d->bus); return 0; }
      #ifndef OLD
      int nvmlDeviceGetP2PStatus(struct gpu *a, struct gpu *b, unsigned index, unsigned *status) {
        if (index != 2) return 2;
        *status = LINKS[a - gpus] == LINKS[b - gpus] ? 0 : 5;
        return 0;
      }
      int nvmlDeviceGetRemappedRows(struct gpu *d, unsigned *a, unsigned *b, unsigned *c, unsigned *f) {
        *a = *b = *c = 0; *f = d->bad; return 0;
      }
      #endif
      """;

  @TempDir Path directory;
  private final List<String> limitations = new ArrayList<>();

  @Test
  void devicesAreFoundWithAllThatIsKnown() throws Exception {
    Path numa = directory.resolve("sys/bus/pci/devices/0000:3b:00.0");
    Files.createDirectories(numa);
    Files.writeString(numa.resolve("numa_node"), "1\n");

    List<Device> devices = scan(build("-DINIT=0"));

    assertThat(devices)
        .containsExactly(
            new Device("GPU-aaaa", 0, Vendor.NVIDIA, "A100-80GB", 85_899_345_920L, 80, 1, "", true)
                .withIsland("numa-1"),
            new Device(
                "GPU-bbbb", 1, Vendor.NVIDIA, "H100-80GB", 85_520_809_984L, 90, -1, "", false),
            new Device("GPU-cccc", 2, Vendor.NVIDIA, "L4-24GB", 24_152_899_584L, 89, -1, "", true));
    assertThat(limitations)
        .satisfiesExactly(
            bad -> assertThat(bad).contains("GPU 1 (GPU-bbbb) is not healthy"),
            lost -> assertThat(lost).contains("GPU 3 is not offered").contains("error 15"));
  }

  @Test
  void aFunctionThatAnOldLibraryLacksIsDoneWithout() throws Exception {
    assertThat(scan(build("-DINIT=0", "-DOLD"))).hasSize(3).allMatch(Device::healthy);
  }

  @Test
  void devicesThatNvlinkJoinsAreAnIsland() throws Exception {
    assertThat(scan(build("-DINIT=0", "-DLINKS=\"bab\"")))
        .extracting(Device::island)
        .containsExactly("nvlink-0", "", "nvlink-0");
    assertThat(scan(build("-DINIT=0", "-DLINKS=\"aaa\"")))
        .extracting(Device::island)
        .containsOnly("nvlink-0");
    assertThat(scan(build("-DINIT=0", "-DOLD", "-DLINKS=\"aaa\"")))
        .as("a library that cannot say")
        .extracting(Device::island)
        .containsOnly("");
  }

  @Test
  void aDriverThatDoesNotStartIsSaidToBe() throws Exception {
    assertThat(scan(build("-DINIT=9"))).isEmpty();
    assertThat(limitations).singleElement().asString().contains("error 9");
  }

  @Test
  void withoutADriverThereAreNoDevicesAndNoComplaint() {
    assertThat(scan(directory.resolve("none.so"))).isEmpty();
    assertThat(limitations).isEmpty();
  }

  private List<Device> scan(Path library) {
    return NvmlScan.scan(List.of(library.toString()), directory, limitations);
  }

  private Path build(String... definitions) throws IOException, InterruptedException {
    Path compiler = Path.of("/usr/bin/cc");
    assumeTrue(Files.isExecutable(compiler), "no C compiler to build the fake driver with");
    Path source = Files.writeString(directory.resolve("fake.c"), FAKE);
    Path library =
        directory.resolve(
            "fake" + definitions.length + String.join("", definitions).hashCode() + ".so");
    List<String> command =
        new ArrayList<>(List.of(compiler.toString(), "-shared", "-fPIC", "-o", library.toString()));
    command.addAll(List.of(definitions));
    command.add(source.toString());
    int built = new ProcessBuilder(command).inheritIO().start().waitFor();
    assertThat(built).isZero();
    return library;
  }
}
