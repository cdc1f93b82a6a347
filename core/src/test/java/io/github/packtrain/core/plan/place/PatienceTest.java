package io.github.packtrain.core.plan.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a task takes a slow worker that is free or waits for a fast one. */
class PatienceTest {
  private static final int CORES = 8;
  private static final Request ONE = Request.cpu(1_000);

  /** Worker 1 is as fast as usual; worker 2 four times as fast, or so many of its places. */
  private static final Lore TOLD =
      new Lore() {
        @Override
        public int speed(ClassKey task, WorkerId worker) {
          return worker.value() == 1 ? 500 : 800;
        }
      };

  @ParameterizedTest
  @CsvSource({
    "1, 8, 1, 0", // 1/32 + 1/4 on the fast one, 1 on the slow one
    "1, 8, 24, 1", // 24/32 + 1/4: no later here, for one of them
    "1, 8, 23, 0",
    "1, 7, 1, 1", // a place is free on the fast one
    "0, 8, 1, 1", // patience off
  })
  void waitsAsLongAsItEndsSoonerSo(String patience, int busy, int waiting, int placed) {
    List<WorkerState> workers = List.of(worker(1, 0), worker(2, busy));
    Plan plan = plan(patience, workers, waiting, TOLD);
    assertThat(plan.placements()).hasSize(placed);
    if (placed == 0) {
      Reason reason = plan.blocked().getFirst().reasons().getFirst();
      assertThat(reason.code()).isEqualTo(Reason.Code.FASTER_WORKER);
      assertThat(reason.bestWorker()).isEqualTo("w1");
      assertThat(plan.blocked().getFirst().cutShort()).isFalse();
    }
  }

  @Test
  void whoWaitsWaitsForSomebodyWhoIsBusy() {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] speeds = random.ints(6, 1, 1_000).toArray();
      Lore lore =
          new Lore() {
            @Override
            public int speed(ClassKey task, WorkerId worker) {
              return speeds[worker.value() - 1];
            }
          };
      List<WorkerState> workers = new ArrayList<>();
      for (int i = 1; i <= speeds.length; i++) {
        workers.add(worker(i, 0));
      }
      Plan plan = plan("1000", workers, 1 + random.nextInt(20), lore);
      assertThat(plan.placements()).as("seed %d, nobody is busy", seed).isNotEmpty();
    }
  }

  private static Plan plan(String patience, List<WorkerState> workers, int waiting, Lore lore) {
    ClassKey key = new ClassKey("default", 50, ONE);
    List<Head> heads = List.of(new Head(new JobId(1), waiting));
    PlanView view =
        new PlanView(
            1,
            List.of(new WaitingClass(1, key, waiting, heads, 0, List.of())),
            workers,
            List.of(),
            Demand.NONE,
            lore);
    String name = "score:efficiency=40,patience=" + patience;
    Planner planner = new Planner(PlacementChoice.of(name).create(), 1_000);
    return planner.plan(view);
  }

  private static WorkerState worker(int number, int busy) {
    int cores = number == 1 ? 1 : CORES;
    WorkerSpec spec = WorkerSpec.of("w" + number, new Resources(1_000 * cores, 0, 0), List.of());
    Free free =
        busy == 0
            ? Free.allOf(spec)
            : Free.allOf(spec).take(new Allocation(new Resources(1_000 * busy, 0, 0), List.of()));
    return new WorkerState(new WorkerId(number), spec, free, Gate.OPEN);
  }
}
