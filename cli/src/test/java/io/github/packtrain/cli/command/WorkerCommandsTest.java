package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCommandsTest {
  private final FakeMaster master = new FakeMaster();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void showSaysWhatAWorkerCannotDo() {
    master.on(
        "GET /v1/workers/gpu-1",
        """
        {"id":"W3","state":"WORKER_BUSY","attempts":2,"allocated":{"cpuMilli":1500,"memoryBytes":"1073741824"},
         "spec":{"name":"gpu-1","version":"0.3.0","allocatable":{"cpuMilli":8000,"memoryBytes":"4294967296"},
         "limitations":["no limits of pids by control groups","tasks run under the worker's own account, root"]}}
        """);
    CommandRun show = CommandRun.against(master, home, "worker", "show", "gpu-1");
    assertThat(show.out())
        .startsWith("W3 gpu-1  busy\n")
        .contains("  CPU       1.5 of 8 held\n", "  tasks     2\n")
        .endsWith(
            """
              cannot    no limits of pids by control groups
              cannot    tasks run under the worker's own account, root
            """);
    assertThat(show.exit()).isZero();
    assertThat(CommandRun.against(master, home, "worker", "show", "gpu-1", "-o", "json").out())
        .contains("\"limitations\"");
  }

  @Test
  void showSaysWhichGpusAreLinked() {
    master.on(
        "GET /v1/workers/gpu-1",
        """
        {"id":"W3","state":"WORKER_IDLE","spec":{"name":"gpu-1","devices":[
          {"uuid":"a","model":"A100","healthy":true,"island":"nvlink-0"},
          {"uuid":"b","model":"A100","healthy":true,"island":""},
          {"uuid":"c","model":"A100","healthy":true,"island":"nvlink-0"}]}}
        """);
    assertThat(CommandRun.against(master, home, "worker", "show", "gpu-1").out())
        .contains("  island    GPU 0,2  nvlink-0\n")
        .doesNotContain("GPU 1");
  }

  @Test
  void theAccountOfTasksComesFromTheConfigurationFileWhereNoFlagNamesOne() throws Exception {
    Path file = home.resolve("config.yaml");
    Files.writeString(file, "task_user: nobody\n");
    Map<String, String> environment = CommandRun.environment(home);
    environment.put("PACKTRAIN_CONFIG", file.toString());
    assertThat(new WorkerStartFlags().arguments(environment))
        .containsExactly("--task-user", "nobody");
    environment.put("PACKTRAIN_TASK_USER", "somebody");
    assertThat(new WorkerStartFlags().arguments(environment))
        .containsExactly("--task-user", "somebody");
    assertThat(new WorkerStartFlags().arguments(CommandRun.environment(home))).isEmpty();
  }
}
