package io.github.packtrain.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.replay.Experiment;
import io.github.packtrain.simulator.replay.Outcomes;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.replay.Protocol;
import io.github.packtrain.simulator.replay.Replay;
import io.github.packtrain.simulator.replay.World;
import io.github.packtrain.simulator.trace.TraceJob;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The world of a fleet does what its file says. */
class FleetTest {
  private static final String PLAIN =
      """
      workers:
        - {count: 20, hardware: cpu, cores: 4}
        - {count: 20, hardware: fast, cores: 8, gpus: 4, gpu_memory_gib: 80, speed: 4}
      families: [bert]
      factor_sigma: 0
      warm_faster: 0.25
      warm_minutes: 10
      flaky_workers: 0
      flaky_fails: 0.3
      tasks: 5000
      median_seconds: 120
      sigma: 1
      cpu_only: 0.2
      load: 0.9
      """;

  @Test
  void speedCountsForDevicesOnlyAndWarmthForBoth() throws Exception {
    Experiment.Course course = FleetFile.parse(PLAIN).of(3);
    TraceJob gpu = first(course, true);
    TraceJob cpu = first(course, false);
    World world = course.world();
    assertThat(ticks(course, gpu, 20, 0)).as("four times as fast").isEqualTo(gpu.run() / 4);
    assertThat(ticks(course, cpu, 21, 0)).as("no faster without a device").isEqualTo(cpu.run());
    assertThat(ticks(course, gpu, 20, 1_000)).as("warm").isEqualTo(gpu.run() / 5);
    world.left(gpu, 20, 2_000);
    world.left(gpu, 20, 3_000);
    assertThat(ticks(course, gpu, 20, 603_000)).as("ten minutes ago").isEqualTo(gpu.run() / 5);
    world.left(gpu, 20, 604_000);
    assertThat(ticks(course, gpu, 20, 1_204_001)).as("too long ago").isEqualTo(gpu.run() / 4);
  }

  @Test
  void needsWhatTheLoadSays() throws Exception {
    Fleet fleet = FleetFile.parse(PLAIN);
    double needed = 0;
    double last = 0;
    for (TraceJob job : fleet.of(1).workload().jobs()) {
      needed += job.spec().request().gpu().isNone() ? 0 : job.run();
      last = job.arrival();
    }
    assertThat(needed / (20 * 4 * 4 * last)).isCloseTo(0.9, within(0.1));
  }

  @Test
  void flakyWorkersFailTheirShareAndAllEndsAllTheSame() throws Exception {
    String text = PLAIN.replace("flaky_workers: 0", "flaky_workers: 1").replace("5000", "1000");
    Experiment.Course course = FleetFile.parse(text).of(1);
    Policy policy = Policy.parse("first_fit", "fifo");
    Outcomes outcomes = Replay.run(course.workload(), Protocol.QUEUE, policy, course.world());
    assertThat(outcomes.unfinished()).isZero();
    double useful = 0;
    for (TraceJob job : course.workload().jobs()) {
      useful += job.spec().request().gpu().isNone() ? 0 : job.run() / 5.0 / 3_600_000;
    }
    // Of 7 attempts that succeed 3 more failed halfway; nearly all are warm.
    assertThat(outcomes.lostGpuHours() / useful).isCloseTo(0.5 * 3 / 7, within(0.06));
  }

  @Test
  void anotherSeedIsAnotherWorldAndTheSameTheSame() throws Exception {
    Fleet fleet = FleetFile.parse(PLAIN);
    assertThat(fleet.of(1).workload().jobs()).isEqualTo(fleet.of(1).workload().jobs());
    assertThat(fleet.of(1).workload().jobs()).isNotEqualTo(fleet.of(2).workload().jobs());
    assertThat(fleet.workers()).extracting(WorkerSpec::name).doesNotHaveDuplicates().hasSize(40);
  }

  @Test
  void aFileThatIsNoneSaysWhy() {
    for (List<String> wrong :
        List.of(
            List.of("load: 0.9", "load: 100", "load"),
            List.of("sigma: 1", "sigmas: 1", "sigma"),
            List.of("families: [bert]", "families: bert", "families"),
            List.of("tasks: 5000", "tasks: many", "tasks"),
            List.of("warm_minutes", "lukewarm: 1\nwarm_minutes", "lukewarm"))) {
      assertThatThrownBy(() -> FleetFile.parse(PLAIN.replace(wrong.get(0), wrong.get(1))))
          .as(wrong.get(1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(wrong.get(2));
    }
    assertThatThrownBy(() -> FleetFile.parse("{")).hasMessageContaining("not YAML");
  }

  private static TraceJob first(Experiment.Course course, boolean gpu) {
    return course.workload().jobs().stream()
        .filter(job -> job.spec().request().gpu().isNone() != gpu)
        .findFirst()
        .orElseThrow();
  }

  private static long ticks(Experiment.Course course, TraceJob job, int worker, long now) {
    WorkerSpec spec = course.workload().workers().get(worker);
    return course.world().course(new World.Start(job, 0, 1, worker, spec, job.run(), now)).ticks();
  }
}
