package io.github.packtrain.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines and requests of the openb trace, and what is not such a trace. */
class OpenbTraceTest {
  private static final String PODS =
      "pod_id,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,phase,creation_s,deletion_s,"
          + "scheduled_s\n";

  @TempDir Path dir;

  @Test
  void readsMachines() throws IOException {
    String text = "node_id,cpu_milli,memory_mib,gpus,gpu_model\nn0,64000,262144,2,P100\n";
    List<WorkerSpec> nodes = OpenbTrace.readNodes(file(text));
    assertThat(nodes).hasSize(1);
    WorkerSpec node = nodes.getFirst();
    assertThat(node.name()).isEqualTo("n0");
    assertThat(node.allocatable().cpuMilli()).isEqualTo(64_000);
    assertThat(node.allocatable().memoryBytes()).isEqualTo(256L << 30);
    assertThat(node.devices()).hasSize(2).allMatch(device -> device.model().equals("P100"));
  }

  @Test
  void readsSharesWholeDevicesKindsAndCpuWork() throws IOException {
    List<Request> pods =
        OpenbTrace.readPods(
            file(
                PODS
                    + "p0,6000,12288,1,460,,LS,Running,1,2,1\n"
                    + "p1,6000,12288,4,1000,T4|P100,,,,,\n"
                    + "p2,12500,1024,0,0,,,,,,\n"));
    assertThat(pods.get(0).gpu().milli()).isEqualTo(460);
    assertThat(pods.get(1).gpu().count()).isEqualTo(4);
    assertThat(pods.get(1).gpu().models()).containsExactly("T4", "P100");
    assertThat(pods.get(2).gpu().isNone()).isTrue();
    assertThat(pods.get(2).resources().memoryBytes()).isEqualTo(1L << 30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          p0,6000,12288,1,460,,LS           | line 2 has 7 columns, not 11
          p0,six,12288,1,460,,LS,R,1,2,1    | line 2 cannot be read
          p0,6000,12288,2,460,,LS,R,1,2,1   | not a GPU request
          p0,-6000,12288,1,460,,LS,R,1,2,1  | never negative
          """)
  void saysWhichLineIsWrong(String line, String what) {
    assertThatIOException()
        .isThrownBy(() -> OpenbTrace.readPods(file(PODS + line + "\n")))
        .withMessageContaining(what);
  }

  @Test
  void saysWhatIsNoSuchList() {
    assertThatIOException()
        .isThrownBy(() -> OpenbTrace.readNodes(file(PODS)))
        .withMessageContaining("its first line is not 'node_id,");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("list.csv"), text);
  }
}
