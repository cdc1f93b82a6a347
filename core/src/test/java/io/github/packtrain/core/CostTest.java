package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a million tasks cost: by counts where they say it, by thread CPU time elsewhere. */
class CostTest {
  private static final int MILLION = 1_000_000;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final Principal ANN = new Principal("ann", Principal.Role.SUBMITTER);

  @Test
  void aJobOfAMillionTasksIsOneEventAndEndsWithTwo() {
    Rig rig = new Rig(CoreLimits.DEFAULT);
    submitMillion(rig);
    assertThat(rig.journal).hasSize(1);
    assertThat(rig.state.planView(_ -> true).classes()).hasSize(1);
    long nanos = cpuNanos(() -> rig.submit(new Command.CancelJob(ANN, new JobId(1), "no more"), 1));
    assertThat(rig.journal).hasSize(3);
    assertThat(nanos).as("CPU time of cancelling a million tasks").isLessThan(SECOND_NANOS);
    assertThat(rig.state.snapshot()).hasSize(2);
  }

  @Test
  void aViewIsBoundedByClassesAndWorkers() {
    Rig rig = new Rig(CoreLimits.DEFAULT);
    for (int worker = 0; worker < 100; worker++) {
      WorkerSpec spec = WorkerSpec.of("w" + worker, new Resources(64_000, 0, 0), List.of());
      rig.submit(new Command.RegisterWorker("u" + worker, 1, spec, List.of()), 1);
    }
    submitMillion(rig);
    cycle(rig);
    AttemptId first = AttemptId.of(1, 0, 1);
    rig.submit(
        new Command.ReportEnded(
            rig.state.findAttempt(first).orElseThrow().worker(),
            first,
            AttemptResult.succeeded(Map.of(), 10)),
        2);
    for (int i = 0; i < 20; i++) {
      cycle(rig);
      PlanView view = rig.state.planView(_ -> true);
      assertThat(view.workers()).hasSize(100);
      assertThat(view.classes().getFirst().tails().size()).isLessThanOrEqualTo(4_096);
    }
    assertThat(rig.state.workers().stream().mapToInt(WorkerView::attempts).sum())
        .as("every place and every local queue is full")
        .isEqualTo(100 * 64 * (1 + LocalQueues.DEPTH_MAX));
    assertThat(rig.state.planView(_ -> true).classes().getFirst().tails()).isEmpty();
  }

  private static void cycle(Rig rig) {
    Plan plan =
        new Planner(PlacementChoice.BEST_FIT.create(), 10_000).plan(rig.state.planView(_ -> true));
    rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), 1);
  }

  private static void submitMillion(Rig rig) {
    JobSpec spec = JobSpec.of("big", Request.cpu(1_000), new TaskBody.Handler("noop", ""));
    rig.submit(new Command.SubmitJob(ANN, "s", spec, MILLION, List.of(), false), 1);
  }

  private static long cpuNanos(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - before;
  }
}
