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
  void whatCannotBeExportedSaysWhy() {
    assertThat(run("export", "--journal", "nowhere", "-o", "x.trace").err())
        .contains("nowhere cannot be written to x.trace", "it is no directory", "SIM.export");
    assertThat(run("export", "-o", "x.trace").err()).contains("--journal", "USAGE");
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

  @Test
  void aFleetOfUnlikeMachinesBringsItsWork() throws Exception {
    Files.writeString(
        home.resolve("fleet.yaml"),
        """
        workers:
          - {count: 2, hardware: cpu, cores: 8}
          - {count: 2, hardware: slow, cores: 8, gpus: 4, gpu_memory_gib: 16, speed: 1}
          - {count: 2, hardware: fast, cores: 8, gpus: 4, gpu_memory_gib: 80, speed: 4}
        families: [bert, gpt]
        factor_sigma: 0.4
        warm_faster: 0.2
        warm_minutes: 10
        flaky_workers: 0.2
        flaky_fails: 0.5
        tasks: 200
        median_seconds: 60
        sigma: 1
        cpu_only: 0.1
        load: 0.8
        """);
    CommandRun run =
        run(
            "compare",
            "--cluster",
            "fleet.yaml",
            "--seeds",
            "2",
            "--policy",
            "first_fit,score:efficiency=40,patience=0.3",
            "-o",
            "json");
    assertThat(run.exit()).as(run.err()).isZero();
    List<Node> policies = JsonText.read(run.out()).items("policies");
    assertThat(policies)
        .extracting(policy -> policy.text("placement"))
        .containsExactly("first_fit", "score:efficiency=40,patience=0.3");
    assertThat(Double.parseDouble(policies.getFirst().text("metrics.lostGpuHours.mean")))
        .isPositive();
    assertThat(policies.getFirst().text("metrics.unfinishedJobs.mean")).isEqualTo("0.0");

    Files.writeString(home.resolve("bad.yaml"), "workers: []\nspeed: 3\n");
    assertThat(run("run", "--cluster", "bad.yaml").err()).contains("families", "SIM.trace");
    assertThat(run("run", "--cluster", "fleet.yaml", "--failures", "0.1").err())
        .contains("who fails", "USAGE.value");
  }

  @Test
  void recordedJobsRunOnTheMachinesOfAFile() throws Exception {
    cluster();
    Files.writeString(
        home.resolve("itp.csv"), "job_idx,submit_s,duration_s,num_gpu\n0,100,60,2\n1,130,60,16\n");
    CommandRun run =
        run("run", "--trace", "itp.csv", "--cluster", "nodes.csv", "--devices", "4", "-o", "json");
    assertThat(run.exit()).as(run.err()).isZero();
    Node policy = JsonText.read(run.out()).items("policies").getFirst();
    assertThat(policy.text("metrics.makespanSeconds.mean"))
        .as("the second waits")
        .isEqualTo("120.0");
    assertThat(run("run", "--protocol", "muri", "--trace", "itp.csv").err()).contains("muri");
    CommandRun made = run("run", "--cluster", "nodes.csv", "--jobs", "30", "--seeds", "1");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).contains("fragmentedGpuPercent", "p99Slowdown", "jainFairness");
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

  @Test
  void mistakesAreJsonWhereJsonIsAskedFor() {
    assertThat(run("run", "--order", "bad", "-o", "json").out())
        .startsWith("{\"error\":{\"code\":\"ORDER_UNKNOWN\"");
  }
}
