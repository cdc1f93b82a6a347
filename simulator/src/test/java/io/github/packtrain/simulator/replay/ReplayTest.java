package io.github.packtrain.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.trace.Generated;
import io.github.packtrain.simulator.trace.TraceJob;
import io.github.packtrain.simulator.trace.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays of small workloads whose outcome one can work out, and the laws on generated ones. */
class ReplayTest {
  private static final int JOBS = 50;
  private static final Generated SMALL = new Generated(JOBS, 3, 8, 1.2, 60, 1.2, 2, 3);

  static List<String> orders() {
    return Orders.names();
  }

  @Test
  void oneAfterTheOtherOnOneCore() {
    Workload two = workload(job("a", 0, 100), job("b", 10, 40));
    Outcomes outcomes =
        Replay.run(two, Protocol.QUEUE, Policy.of(PlacementChoice.FIRST_FIT, "fifo"));
    assertThat(outcomes.makespan()).isEqualTo(140);
    assertThat(outcomes.averageCompletion()).isEqualTo((100 + 130) / 2.0);
    assertThat(outcomes.metrics())
        .containsEntry("avgWaitSeconds", 45.0)
        .containsEntry("cpuUtilisationPercent", 100.0)
        .containsEntry("requeues", 0.0)
        .containsEntry("unfinishedJobs", 0.0);
  }

  @Test
  void theShortOneGoesFirstAndTheLongOneGoesOnLater() {
    Workload two = workload(job("a", 0, 100), job("b", 10, 40));
    Policy srtf = Policy.of(PlacementChoice.FIRST_FIT, "srtf").with("repack", "true");
    Outcomes outcomes = Replay.run(two, Protocol.QUEUE, srtf);
    assertThat(outcomes.makespan()).as("7 s of overhead for the one put off").isEqualTo(147);
    assertThat(outcomes.averageCompletion()).isEqualTo((147 + 40) / 2.0);
    assertThat(outcomes.metrics()).containsEntry("requeues", 1.0);
  }

  @Test
  void whatFailsRunsAgain() {
    Workload one = workload(job("a", 0, 100));
    World once =
        start ->
            new World.Course(start.attempt() == 1 ? 50_000 : start.left(), start.attempt() == 1);
    Outcomes outcomes =
        Replay.run(one, Protocol.QUEUE, Policy.of(PlacementChoice.FIRST_FIT, "fifo"), once);
    assertThat(outcomes.makespan())
        .as("half of it, a second of back-off, all of it")
        .isEqualTo(151);
    assertThat(outcomes.metrics()).containsEntry("requeues", 1.0);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    Policy policy = Policy.of(PlacementChoice.BEST_FIT, "gittins").with("repack", "true");
    assertThat(Replay.run(SMALL.of(7), Protocol.QUEUE, policy).metrics())
        .isEqualTo(Replay.run(SMALL.of(7), Protocol.QUEUE, policy).metrics());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void lawsHoldUnderEachOrderAndEveryJobEnds(String order) {
    for (long seed = 0; seed < 3; seed++) {
      for (boolean repack : List.of(false, true)) {
        Policy policy = Policy.of(PlacementChoice.BEST_FIT, order).with("repack", "" + repack);
        Outcomes outcomes =
            Replay.runChecked(SMALL.of(seed), Protocol.QUEUE, policy, World.AS_RECORDED);
        assertThat(outcomes.jobs()).as("seed %d, %s", seed, order).hasSize(JOBS);
        assertThat(outcomes.unfinished()).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void gangsStartTogetherAlsoWhenMembersFail(String order) {
    for (long seed = 0; seed < 3; seed++) {
      Policy policy = Policy.of(PlacementChoice.FIRST_FIT, order);
      Outcomes outcomes =
          Replay.runChecked(SMALL.of(seed), Protocol.QUEUE, policy, new Failing(seed, 0.1));
      assertThat(outcomes.jobs().size() + outcomes.unfinished()).isEqualTo(JOBS);
      assertThat(outcomes.lostGpuHours()).isPositive();
      assertThat(outcomes.requeues()).as("seed %d, %s", seed, order).isPositive();
    }
  }

  @Test
  void knowingHowLongTasksRunHelps() {
    Policy fifo = Policy.of(PlacementChoice.BEST_FIT, "fifo");
    Policy srsf = Policy.of(PlacementChoice.BEST_FIT, "srsf");
    double without = 0;
    double with = 0;
    for (long seed = 0; seed < 5; seed++) {
      without += Replay.run(SMALL.of(seed), Protocol.QUEUE, fifo).averageCompletion();
      with += Replay.run(SMALL.of(seed), Protocol.QUEUE, srsf).averageCompletion();
    }
    assertThat(with / without).isLessThan(0.9);
  }

  @Test
  void confidenceIsOfStudent() {
    Experiment.Sample sample = Experiment.Sample.of(new double[] {1, 2, 3});
    assertThat(sample.mean()).isEqualTo(2);
    assertThat(sample.sd()).isEqualTo(1);
    assertThat(sample.confidence95()).isCloseTo(4.303 / Math.sqrt(3), within(1e-9));
  }

  private static Workload workload(TraceJob... jobs) {
    WorkerSpec worker = WorkerSpec.of("w", new Resources(1_000, 0, 0), List.of());
    return new Workload("test", List.of(jobs), List.of(worker), Workload.MILLIS);
  }

  private static TraceJob job(String name, long arrivalSeconds, long runSeconds) {
    JobSpec spec =
        JobSpec.of(name, Request.cpu(1_000), new TaskBody.Handler("sleep", "{}"))
            .withTerms(new Terms(runSeconds * 1_000, 0, false, true, ""));
    return new TraceJob(name, "ann", spec, 1, arrivalSeconds * 1_000, runSeconds * 1_000, 7_000);
  }
}
