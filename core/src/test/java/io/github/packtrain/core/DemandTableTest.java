package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Load;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the view says of demand and load, beyond what waits and what is free. */
class DemandTableTest {
  private final Rig rig = new Rig(CoreLimits.DEFAULT);
  private int submissions;

  @Test
  void demandIsWhatWaitsAndWhatIsPlaced() {
    worker(4_000);
    submit(1_000, 10);
    Demand before = view().demand();
    assertThat(before.entries()).containsExactly(new Demand.Entry(Request.cpu(1_000), 10));
    rig.submit(new Command.CommitPlan(0, rig.plan(PlacementChoice.BEST_FIT, 100).placements()), 1);
    assertThat(view().demand()).as("four of them run now").isSameAs(before);
  }

  @Test
  void itIsShownAnewWhenATwentiethOfItIsElsewhere() {
    submit(1_000, 1_000);
    Demand before = view().demand();
    submit(2_000, 52);
    assertThat(view().demand()).as("52 of 1052").isSameAs(before);
    submit(2_000, 2);
    assertThat(view().demand().entries())
        .containsExactly(
            new Demand.Entry(Request.cpu(1_000), 1_000), new Demand.Entry(Request.cpu(2_000), 54));
  }

  @Test
  void loadFollowsPlacementsAndEnds() {
    worker(2_000);
    worker(1_000);
    submit(1_000, 3);
    var plan = rig.plan(PlacementChoice.of("round_robin"), 100);
    rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), 1);
    Load first = view().workers().getFirst().load();
    Load second = view().workers().getLast().load();
    assertThat(first.running()).isEqualTo(2);
    assertThat(second.running()).isEqualTo(1);
    assertThat(first.lastPlaced()).as("W1, W2, W1").isGreaterThan(second.lastPlaced());
    for (AttemptView attempt : rig.state.attemptsOn(new WorkerId(1))) {
      AttemptResult done = AttemptResult.succeeded(Map.of(), 100_000);
      rig.submit(new Command.ReportEnded(attempt.worker(), attempt.id(), done), 2);
    }
    assertThat(view().workers().getFirst().load()).isEqualTo(new Load(0, 0, 0, first.lastPlaced()));
  }

  private PlanView view() {
    return rig.state.planView(_ -> true);
  }

  private void worker(int cpuMilli) {
    String name = "w" + ++submissions;
    WorkerSpec spec = WorkerSpec.of(name, new Resources(cpuMilli, 0, 0), List.of());
    rig.submit(new Command.RegisterWorker(name, 1, spec, List.of()), 1);
  }

  private void submit(int cpuMilli, int tasks) {
    JobSpec spec = JobSpec.of("j", Request.cpu(cpuMilli), new TaskBody.Handler("noop", ""));
    Principal ann = new Principal("ann", Principal.Role.SUBMITTER);
    rig.submit(new Command.SubmitJob(ann, "s" + ++submissions, spec, tasks, List.of(), false), 1);
  }
}
