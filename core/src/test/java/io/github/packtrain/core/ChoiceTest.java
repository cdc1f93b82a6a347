package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.WorkerId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a decision is what a look at every worker says. */
class ChoiceTest {
  private static final int STEPS = 60;

  /** What a look at a worker says. */
  private record Weighed(WorkerId worker, long score) {}

  @ParameterizedTest
  @ValueSource(strings = {"best_fit", "worst_fit", "score", "packing", "adaptive", "round_robin"})
  void theChosenIsTheBestAndTheNextIsTheNextBest(String policy) {
    PlacementChoice placement = PlacementChoice.of(policy);
    int withNext = 0;
    for (long seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      Rig rig = new Rig();
      for (int w = 0; w < 2 + random.nextInt(6); w++) {
        String line = "worker w%d cpu=%d mem=64 gpus=%s";
        String gpus = random.nextBoolean() ? "A100:80,A100:80" : "T4:16";
        rig.submit(Specs.of(line.formatted(w, 4 + random.nextInt(8), gpus)).registration(), 0);
      }
      // One planner for all, since what it keeps from cycle to cycle is what could go wrong.
      Planner planner = new Planner(placement.create(), 1);
      for (int step = 0; step < STEPS; step++) {
        String gpu = random.nextInt(3) == 0 ? " share=0." + (1 + random.nextInt(9)) : "";
        String line = "submit s%d cpu=%d mem=1%s".formatted(step, 1 + random.nextInt(2), gpu);
        rig.submit(Specs.of(line).submission(), step);
        endOne(rig, random, step);
        PlanView view = rig.state.planView(_ -> true);
        Plan plan = planner.plan(view);
        if (!plan.placements().isEmpty()) {
          withNext += check(placement.create(), view, plan, "%s, seed %d".formatted(policy, seed));
        }
        rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), step);
      }
    }
    assertThat(withNext).isGreaterThan(STEPS);
  }

  /** Answers 1 when there was somebody next. */
  private static int check(PlacementPolicy policy, PlanView view, Plan plan, String which) {
    policy.begin(view);
    int id = plan.placements().getFirst().taskClass();
    WaitingClass task = view.classes().stream().filter(c -> c.id() == id).findFirst().orElseThrow();
    List<Weighed> all =
        view.workers().stream()
            .filter(worker -> fits(task, worker))
            .map(w -> new Weighed(w.id(), policy.score(task.key(), Room.of(w))))
            .sorted(Comparator.comparingLong(Weighed::score).thenComparing(Weighed::worker))
            .toList();
    Choice choice = plan.choices().getFirst();
    assertThat(plan.choices()).hasSameSizeAs(plan.placements());
    assertThat(weighed(choice.chosen())).as(which).isEqualTo(all.getFirst());
    Choice.Weighed next = choice.next();
    if (next == null) {
      assertThat(all).as(which).hasSize(1);
      return 0;
    }
    assertThat(weighed(next)).as(which).isEqualTo(all.get(1));
    assertThat(choice.chosen().values().count()).isEqualTo(choice.terms().size());
    return 1;
  }

  private static Weighed weighed(Choice.Weighed weighed) {
    return new Weighed(weighed.worker(), weighed.score());
  }

  private static boolean fits(WaitingClass task, WorkerState worker) {
    return Fit.devicesFor(task.key().request(), worker.spec(), worker.free(), Fit.DeviceOrder.FIRST)
        != null;
  }

  private static void endOne(Rig rig, Random random, long nowMillis) {
    List<AttemptView> running =
        rig.state.planView(_ -> true).workers().stream()
            .flatMap(worker -> rig.state.attemptsOn(worker.id()).stream())
            .toList();
    if (running.size() > 4) {
      AttemptView one = running.get(random.nextInt(running.size()));
      rig.submit(new Command.ReportStarted(one.worker(), one.id()), nowMillis);
      rig.submit(
          new Command.ReportEnded(
              one.worker(), one.id(), AttemptResult.succeeded(Map.of(), 400_000)),
          nowMillis);
    }
  }
}
