package io.github.packtrain.core.plan.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Load;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies that look at what a worker is busy with or at what was learned of it. */
class RoomPolicyTest {
  private static final ClassKey CPU = new ClassKey("default", 50, Request.cpu(1_000));
  private static final ClassKey GPU = new ClassKey("default", 50, Request.gpus(1_000, 1));

  /** Worker 1 fails at once and often, worker 2 is usual, worker 3 unknown, worker 4 is fast. */
  private static final Lore TOLD =
      new Lore() {
        @Override
        public int speed(ClassKey task, WorkerId worker) {
          return worker.value() == 4 ? 667 : 500;
        }

        @Override
        public int reliability(ClassKey task, WorkerId worker) {
          return worker.value() == 1 ? 100 : 1_000;
        }

        @Override
        public int exploration(ClassKey task, WorkerId worker) {
          return worker.value() == 3 ? 1_000 : 10;
        }

        @Override
        public int specialisation(ClassKey task, WorkerId worker) {
          return 100 * worker.value();
        }

        @Override
        public int affinity(ClassKey task, WorkerId worker) {
          return 100 * worker.value();
        }

        @Override
        public int failuresMilli(WorkerId worker) {
          return worker.value() == 1 ? 5_000 : 0;
        }
      };

  @Test
  void workStealingTakesTheShortestLocalQueue() {
    PlacementPolicy policy = told("work_stealing", Lore.NONE);
    assertThat(policy.readsLoad()).isTrue();
    assertThat(policy.score(CPU, room(2, 4_000, 0, new Load(1, 0, 0, 0))))
        .isLessThan(policy.score(CPU, room(1, 8_000, 0, new Load(0, 1, 0, 0))));
  }

  @Test
  void loadIsWeighedAsAsked() {
    Room queued = room(2, 4_000, 2, new Load(0, 1, 0, 0));
    Room failed = room(1, 4_000, 2, Load.NONE);
    PlacementPolicy byQueue = told("load_balancing:failures=0", TOLD);
    assertThat(byQueue.score(GPU, failed)).isLessThan(byQueue.score(GPU, queued));
    PlacementPolicy byFailures = told("load_balancing:failures=0.1,queued=0", TOLD);
    assertThat(byFailures.score(GPU, queued)).isLessThan(byFailures.score(GPU, failed));
    PlacementPolicy both = told("load_balancing:failures=0.1,queued=2", TOLD);
    assertThat(both.score(GPU, failed))
        .as("0.1 x 5 against 2 x 1/2")
        .isLessThan(both.score(GPU, queued));
  }

  @Test
  void adaptiveNeverPrefersAWorkerThatFailsFastAndTriesAnUnknownOneBeforeItsLike() {
    PlacementPolicy policy = told("adaptive", TOLD);
    long failing = policy.score(CPU, room(1, 4_000, 0, Load.NONE));
    long usual = policy.score(CPU, room(2, 4_000, 0, Load.NONE));
    long unknown = policy.score(CPU, room(3, 4_000, 0, Load.NONE));
    long fast = policy.score(CPU, room(4, 4_000, 0, Load.NONE));
    assertThat(fast).isLessThan(unknown);
    assertThat(unknown).isLessThan(usual);
    assertThat(usual).isLessThan(failing);
  }

  @Test
  void newLoreIsANewEpoch() {
    for (String name : List.of("adaptive", "score", "load_balancing")) {
      PlacementPolicy policy = PlacementChoice.of(name).create();
      policy.begin(view(1, Lore.NONE));
      long before = policy.epoch();
      policy.begin(view(2, Lore.NONE));
      assertThat(policy.epoch()).as(name).isEqualTo(before);
      policy.begin(view(3, TOLD));
      assertThat(policy.epoch()).as(name).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Factor.class)
  void everyFactorIsUsedAndStaysInItsRange(Factor factor) {
    PlacementPolicy with = told("score", TOLD);
    PlacementPolicy without = told("score:" + factor.option() + "=0", TOLD);
    boolean counted = false;
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int gpus = random.nextInt(9);
      Room room = room(1 + random.nextInt(4), 2_000 + random.nextInt(60_000), gpus, Load.NONE);
      ClassKey task = gpus > 0 && random.nextBoolean() ? GPU : CPU;
      assertThat(factor.of(task, room, TOLD)).as("seed %d", seed).isBetween(0L, 1_000L);
      long sum = 0;
      for (int i = 0; i < with.terms().size(); i++) {
        sum += (long) with.terms().get(i).weightMilli() * with.values(task, room, TOLD).at(i);
      }
      assertThat(with.score(task, room)).as("the table adds up").isEqualTo(-sum);
      counted |= with.score(task, room) != without.score(task, room);
    }
    assertThat(counted).isTrue();
  }

  @Test
  void chanceIsTheSameForTheSameViewAndFairOverMany() {
    PlacementPolicy policy = PlacementChoice.of("random:seed=5").create();
    PlacementPolicy same = PlacementChoice.of("random:seed=5").create();
    PlacementPolicy other = PlacementChoice.of("random:seed=6").create();
    int[] taken = new int[4];
    int differing = 0;
    for (int position = 0; position < 4_000; position++) {
      int chosen = chosen(policy, position);
      taken[chosen]++;
      assertThat(chosen(same, position)).isEqualTo(chosen);
      differing += chosen(other, position) == chosen ? 0 : 1;
    }
    for (int times : taken) {
      assertThat(times).isBetween(850, 1_150);
    }
    assertThat(differing).isGreaterThan(2_500);
  }

  private static int chosen(PlacementPolicy policy, long position) {
    policy.begin(view(position, Lore.NONE));
    int best = 0;
    for (int i = 1; i < 4; i++) {
      Room room = room(i + 1, 4_000, 0, Load.NONE);
      Room before = room(best + 1, 4_000, 0, Load.NONE);
      best = policy.score(CPU, room) < policy.score(CPU, before) ? i : best;
    }
    return best;
  }

  private static PlacementPolicy told(String text, Lore lore) {
    PlacementPolicy policy = PlacementChoice.of(text).create();
    policy.begin(view(1, lore));
    return policy;
  }

  private static PlanView view(long position, Lore lore) {
    return new PlanView(position, List.of(), List.of(), List.of(), Demand.NONE, lore);
  }

  private static Room room(int id, int cpuMilli, int gpus, Load load) {
    List<Device> devices =
        IntStream.range(0, gpus)
            .mapToObj(i -> new Device("g" + i, i, Vendor.NVIDIA, "A100", 80, 80, 0, "", true))
            .toList();
    Resources all = new Resources(cpuMilli, 64, 0);
    WorkerSpec spec = new WorkerSpec("w" + id, all, all, devices, Map.of(), 0, "", List.of());
    Free free =
        Free.allOf(spec).take(new Allocation(new Resources(cpuMilli / 10, 7, 0), List.of()));
    return Room.of(new WorkerState(new WorkerId(id), spec, free, Gate.OPEN, load));
  }
}
