package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screens of {@code packtrain explain}. */
class ExplainCommandTest {
  private final FakeMaster master = new FakeMaster();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    master.close();
  }

  private CommandRun run(String... args) {
    return CommandRun.against(master, home, args);
  }

  @Test
  void explainShowsEveryReason() {
    master.on(
        "GET /v1/jobs/J43:explain",
        """
        {"job":"J43","name":"bench","summary":"24 tasks wait","reasons":[
        {"code":"GPU_MEMORY","message":"needs 40GB, most free is 31GB","workers":5,"bestWorker":"n02"},
        {"code":"LABEL","message":"zone=a","workers":2}],"ahead":["J40","J41"],"aheadTotal":3,"hints":["ask for less"]}
        """);
    assertThat(run("explain", "J43").out())
        .isEqualTo(
            """
            J43 bench  24 tasks wait
            REASON                                     WORKERS  CLOSEST
            GPU_MEMORY  needs 40GB, most free is 31GB        5  n02
            LABEL       zone=a                               2  -
            ahead of it in the queue: J40, J41 and 1 more
              hint: ask for less
            """);
  }

  @Test
  void explainSaysWhenItWillStart() {
    master.on(
        "GET /v1/jobs/J43:explain",
        """
        {"job":"J43","name":"bench","summary":"1 task waits","eta":{"p50Millis":"180000","p90Millis":"660000",
        "basis":"LEARNED","message":"starts in 3 min to 11 min, by run times of the same tasks"}}
        """);
    assertThat(run("explain", "J43").out())
        .isEqualTo(
            """
            J43 bench  1 task waits
            starts in 3 min to 11 min, by run times of the same tasks
            """);
  }

  @Test
  void explainSaysWhyItGotItsWorker() {
    master.on(
        "GET /v1/jobs/J43:explain?index=2",
        """
        {"job":"J43/2","name":"bench","summary":"runs on worker a","choice":{
        "workers":[{"worker":"W1","name":"a","score":"-7050"},{"worker":"W2","name":"b","score":"-500"}],
        "factors":[{"name":"hardware_match","weight":5,"values":[1,0]},{"name":"load","weight":0.5,"values":[0.75,1]},
        {"name":"cores","values":[0.2,0.3]}]}}
        """);
    assertThat(run("explain", "J43/2").out())
        .isEqualTo(
            """
            J43/2 bench  runs on worker a
            why there:
            FACTOR                 WEIGHT      a     b
            hardware_match              5      1     0
            load                      0.5   0.75     1
            cores                       0    0.2   0.3
            score, less is better       -  -7050  -500
            """);
  }

  @Test
  void explainShowsWhenTheReasonsChanged() {
    master.on(
        "GET /v1/jobs/J43:explain",
        """
        {"job":"J43","name":"bench","summary":"1 task waits","reasons":[],"history":[
        {"at":"2026-01-01T10:00:00Z","reasons":[{"code":"NO_WORKERS"}]},
        {"at":"2026-01-01T10:01:00Z","reasons":[{"code":"GPU"},{"code":"CPU"}]},
        {"at":"2026-01-01T10:02:00Z"}]}
        """);
    assertThat(run("explain", "J43").out())
        .isEqualTo(
            """
            J43 bench  1 task waits
            since it was submitted:
              2026-01-01T10:00:00Z  NO_WORKERS
              2026-01-01T10:01:00Z  GPU, CPU
              2026-01-01T10:02:00Z  nothing in its way
            """);
  }

  @Test
  void explainSaysWhyAWorkerDoesNotDoMore() {
    master.on(
        "GET /v1/workers/gpu-1:explain",
        """
        {"worker":"W3","name":"gpu-1","verdict":"FULL","summary":"has 2 tasks; 0 of 2 GPUs are free",
        "waiting":[{"job":"J4","tasks":7,"reasons":[{"message":"needs 1 GPU; gpu-1 has 0 GPUs free"}]}],"others":2}
        """);
    assertThat(run("explain", "gpu-1").out())
        .isEqualTo(
            """
            W3 gpu-1  has 2 tasks; 0 of 2 GPUs are free
            WAITS  TASKS  WHY NOT HERE
            J4         7  needs 1 GPU; gpu-1 has 0 GPUs free
            and tasks of 2 other kinds
            """);
  }
}
