package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a planner remembers saves work and changes nothing: along random ways its plan is, cycle for
 * cycle, the one that a new planner makes of the same view, reasons included.
 */
class PlannerMemoryTest {
  private static final int SEEDS = 40;
  private static final int STEPS = 150;
  private static final int WORKERS = 500;
  private static final int CLASSES = 50;
  private static final Principal ANN = new Principal("ann", Principal.Role.SUBMITTER);

  @ParameterizedTest
  @MethodSource("io.github.packtrain.core.plan.place.PlacementChoice#all")
  void remembersWithoutEffect(PlacementChoice policy) {
    int placements = 0;
    int blocked = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Remembering rig = new Remembering(policy, seed);
      assertThat(Voyage.violations(seed, STEPS, rig)).as("seed %d", seed).isEmpty();
      assertThat(rig.differences).as("seed %d, %s", seed, policy).isEmpty();
      placements += rig.placements;
      blocked += rig.blocked;
    }
    assertThat(placements).as("the ways lead past placements").isGreaterThan(1_000);
    assertThat(blocked).as("and past blocked classes").isGreaterThan(1_000);
  }

  @Test
  void aCycleLooksAtWhatChanged() {
    Rig rig = new Rig(CoreLimits.DEFAULT);
    for (int i = 0; i < WORKERS; i++) {
      WorkerSpec spec = WorkerSpec.of("w" + i, new Resources(8_000, 0, 0), List.of());
      rig.submit(new Command.RegisterWorker("u" + i, 1, spec, List.of()), 1);
    }
    for (int i = 0; i < CLASSES; i++) {
      JobSpec spec = JobSpec.of("j", Request.cpu(1_000 + i), new TaskBody.Handler("noop", ""));
      rig.submit(new Command.SubmitJob(ANN, "s" + i, spec, 1_000, List.of(), false), 1);
    }
    Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), 100_000);
    commit(rig, planner.plan(rig.state.planView(_ -> true)));
    commit(rig, planner.plan(rig.state.planView(_ -> true)));
    long before = planner.looks();
    commit(rig, planner.plan(rig.state.planView(_ -> true)));
    assertThat(planner.looks()).as("nothing changed").isEqualTo(before);
    for (AttemptView attempt : rig.state.attemptsOn(new WorkerId(7))) {
      rig.submit(
          new Command.ReportEnded(
              attempt.worker(), attempt.id(), AttemptResult.succeeded(Map.of(), 100_000)),
          2);
    }
    commit(rig, planner.plan(rig.state.planView(_ -> true)));
    assertThat(planner.looks() - before)
        .as("each class looks at the one worker, some again after a placement there")
        .isBetween((long) CLASSES, 2L * CLASSES);
  }

  /** What it would have to give back it does not take, so nobody else has to look again. */
  @Test
  void aGangThatWaitsForARackCostsTheOthersNothing() {
    Rig rig = new Rig(CoreLimits.DEFAULT);
    for (int i = 0; i < WORKERS; i++) {
      Resources cpu = new Resources(2_000, 0, 0);
      Map<String, String> rack = Map.of(Topology.RACK_LABEL, "r" + i / 10);
      WorkerSpec spec = new WorkerSpec("w" + i, cpu, cpu, List.of(), rack, 0, "", List.of());
      rig.submit(new Command.RegisterWorker("u" + i, 1, spec, List.of()), 1);
    }
    Request one = Request.cpu(1_000).withTopology(new Topology(Level.RACK, Level.ISLAND));
    JobSpec gang =
        JobSpec.of("g", one, new TaskBody.Handler("noop", "")).withTerms(Terms.NONE.asGang());
    rig.submit(new Command.SubmitJob(ANN, "g", gang, 21, List.of(), false), 1);
    for (int i = 0; i < CLASSES; i++) {
      JobSpec spec = JobSpec.of("j", Request.cpu(3_000 + i), new TaskBody.Handler("noop", ""));
      rig.submit(new Command.SubmitJob(ANN, "s" + i, spec, 10, List.of(), false), 1);
    }
    Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), 100_000);
    PlanView view = rig.state.planView(_ -> true);
    assertThat(planner.plan(view).placements()).isEmpty();
    long before = planner.looks();
    assertThat(planner.plan(view).placements()).isEmpty();
    assertThat(planner.looks()).as("nothing changed").isEqualTo(before);
  }

  private static void commit(Rig rig, Plan plan) {
    rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), 1);
  }

  /** Plans each state twice, as it was passed on and copied whole. */
  private static final class Remembering extends Rig {
    final List<String> differences = new ArrayList<>();
    int placements;
    int blocked;
    private final PlacementChoice policy;
    private final Planner few;
    private final Planner many;
    private final SplittableRandom random;

    Remembering(PlacementChoice policy, long seed) {
      this.policy = policy;
      this.few = new Planner(policy.create(), 3);
      this.many = new Planner(policy.create(), 1_000);
      this.random = new SplittableRandom(seed);
    }

    @Override
    Decision submit(Command command, long nowMillis) {
      Decision decision = super.submit(command, nowMillis);
      boolean cut = random.nextInt(4) == 0;
      PlanView view = state.planView(worker -> !cut || worker.value() % 3 != 0);
      compare(few.plan(view), new Planner(policy.create(), 3).plan(copied(view)));
      // Not each time, so that it has to catch up with more than one step.
      if (random.nextInt(3) == 0) {
        compare(many.plan(view), new Planner(policy.create(), 1_000).plan(copied(view)));
      }
      return decision;
    }

    private void compare(Plan remembered, Plan fresh) {
      if (!remembered.equals(fresh)) {
        differences.add("not\n  " + fresh + "\nbut\n  " + remembered);
      }
      for (Plan.Blocked block : remembered.blocked()) {
        Reason first = block.reasons().getFirst();
        if (block.feasible() == first.code().isInfeasible()
            || block.cutShort() != (first.code() == Reason.Code.NEXT_CYCLE)) {
          differences.add("says another thing than its reasons: " + block);
        }
      }
      placements += remembered.placements().size();
      blocked += remembered.blocked().size();
    }

    private static Demand copied(Demand demand) {
      return new Demand(List.copyOf(demand.entries().stream().toList()));
    }

    /** The same values in objects that nobody has seen. */
    private static PlanView copied(PlanView view) {
      List<WaitingClass> classes =
          view.classes().stream()
              .map(
                  c ->
                      new WaitingClass(
                          c.id(), c.key(), c.eligible(), c.heads(), c.queueable(), c.tails()))
              .toList();
      List<WorkerState> workers =
          view.workers().stream()
              .map(w -> new WorkerState(w.id(), w.spec(), w.free(), w.gate(), w.load()))
              .toList();
      return new PlanView(
          view.position(),
          classes,
          workers,
          view.queues(),
          copied(view.demand()),
          view.lore(),
          view.horizon());
    }
  }
}
