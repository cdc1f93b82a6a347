package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsCommandTest {
  private final FakeMaster master = new FakeMaster();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void tablesSayWhatIsKnownAndEmptyOnesAreLeftOut() {
    master.on(
        "GET /v1/statistics",
        """
        {"kinds":[{"kind":"benchmark","waiting":"2","completed":"7","p50Millis":"1500","p90Millis":"2500",
         "observations":"7"}],
         "workers":[{"worker":"W1","name":"gpu-1","attempts":2,"cpuUsedMilli":500,"cpuMilli":2000,
         "factors":[{"kind":"a","specialisation":400},
          {"kind":"benchmark","specialisation":700,"speed":667,"reliability":900}]}],
         "queues":[{"queue":"default","order":"priority","tasksWaiting":"2"}],
         "placements":[{"placement":"packing","plans":"4","placed":"9","cpuMillis":2.0}],
         "predictions":[{"evidence":"TASK_ON_WORKER","keys":3,"predictions":"10","withinP50":0.5,"withinP90":0.9},
          {"evidence":"ALL"}],"steals":"3"}
        """);
    CommandRun run = CommandRun.against(master, home, "stats");
    assertThat(run.out().replaceAll(" {2,}", " | "))
        .isEqualTo(
            """
            KIND | WAITING | ACTIVE | COMPLETED | FAILED | CANCELLED | TIMED-OUT | P50 | P90 | RUNS
            benchmark | 2 | 0 | 7 | 0 | 0 | 0 | 1.5s | 2.5s | 7

            WORKER | TASKS | CPU | GPU | BEST-AT | SPEED | RELIABLE
            gpu-1 | 2 | 25 % | - | benchmark | x2.00 | 90 %

            QUEUE | ORDER | JOBS | WAITING | ACTIVE
            default | priority | 0 | 2 | 0

            PLACEMENT | PLANS | PLACED | CPU/PLAN
            packing | 4 | 9 | 0.500 ms

            PREDICTED-BY | KEYS | MADE | WITHIN-P50 | WITHIN-P90
            task on worker | 3 | 10 | 50 % | 90 %

            3 tasks taken from local queues for idle workers
            """);
    assertThat(CommandRun.against(master, home, "stats", "-o", "json").out())
        .contains("\"predictions\"");
  }

  @Test
  void anEmptyMasterSaysSo() {
    master.on("GET /v1/statistics", "{}");
    CommandRun run = CommandRun.against(master, home, "stats");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("there is nothing to count yet");
    assertThat(run.exit()).isZero();
  }
}
