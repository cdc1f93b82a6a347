package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandsTest {
  @TempDir Path home;

  @Test
  void ordersAreComparedOnMadeUpWork() throws Exception {
    CommandRun run =
        run("compare", "--jobs", "60", "--seeds", "2", "--order", "fifo,sjf", "-o", "json");

    assertThat(run.exit()).as(run.err()).isZero();
    List<Node> policies = JsonText.read(run.out()).items("policies");
    assertThat(policies).extracting(policy -> policy.text("order")).containsExactly("fifo", "sjf");
    assertThat(policies)
        .allSatisfy(policy -> assertThat(policy.number("metrics.avgJctSeconds.n")).isEqualTo(2));
  }

  @Test
  void aClusterIsFilledUntilNothingFits() throws Exception {
    cluster();
    CommandRun run =
        run(
            "compare",
            "--protocol",
            "saturation",
            "--cluster",
            "nodes.csv",
            "--trace",
            "pods.csv",
            "--policy",
            "first_fit,fgd",
            "--seeds",
            "2");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("POLICY", "UNALLOCATED GPU %", "first_fit", "fgd")
        .doesNotContain("NaN");
  }

  @Test
  void whatCannotBeFilledSaysWhy() throws Exception {
    cluster();
    assertThat(run("run", "--protocol", "saturation", "--trace", "pods.csv").err())
        .contains("missing: --cluster", "USAGE.missing");
    CommandRun unreadable =
        run("run", "--protocol", "saturation", "--cluster", "pods.csv", "--trace", "no-such.csv");
    assertThat(unreadable.err()).contains("cannot be filled", "SIM.trace");
    assertThat(run("run", "--trace", "no.swf").err()).contains("it is not there", "SIM.trace");
    assertThat(run("run", "--protocol", "x").err()).contains("a protocol says", "use one of");
    assertThat(run("run", "--policy", "bset_fit").err()).contains("bset_fit", "best_fit");
  }

  private void cluster() throws IOException {
    StringBuilder nodes = new StringBuilder("node_id,cpu_milli,memory_mib,gpus,gpu_model\n");
    for (int i = 0; i < 4; i++) {
      nodes.append("n").append(i).append(",64000,262144,4,T4\n");
    }
    Files.writeString(home.resolve("nodes.csv"), nodes);
    Files.writeString(
        home.resolve("pods.csv"),
        """
        pod_id,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,phase,creation_s,deletion_s,scheduled_s
        a,4000,1024,1,1000,,LS,Running,0,1,0
        b,4000,1024,1,500,,LS,Running,0,1,0
        c,8000,1024,2,1000,,LS,Running,0,1,0
        """);
  }

  private CommandRun run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "sim";
    System.arraycopy(words, 0, all, 1, words.length);
    return CommandRun.alone(home, all);
  }
}
