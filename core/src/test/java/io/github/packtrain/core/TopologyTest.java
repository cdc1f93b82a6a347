package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that start together, near to each other. */
class TopologyTest {
  @Test
  void aGangOnOneHost() {
    play(
        """
        worker a cpu=2                             -> W1 registered
        worker b cpu=3                             -> W2 registered
        worker c cpu=4                             -> W3 registered
        submit g cpu=1 tasks=3 gang require=host   -> J1 admitted x3
        submit h cpu=1 tasks=3 gang require=host   -> J2 admitted x3
        submit i cpu=1 tasks=3 gang require=host   -> J3 admitted x3
        plan                                       -> J1/0.1 on W2; J1/1.1 on W2; J1/2.1 on W2; J2/0.1 on W3; J2/1.1
                                                   -> on W3; J2/2.1 on W3
        why                                        -> 3 wait: TOPOLOGY 2<3 a (host)
        explain J3                                 -> WAITING (3): 3 tasks wait: its 3 tasks start together on one
                                                   -> host, and the best, a, has room for 2 of them now ETA starts
                                                   -> within 1 h, by time limits HINT submitted without
                                                   -> --topology-require host it could start now on 2 workers, such as
                                                   -> c
        """);
  }

  @Test
  void noHostIsLargeEnough() {
    play(
        """
        worker a cpu=2                             -> W1 registered
        worker b cpu=2                             -> W2 registered
        submit g cpu=1 tasks=3 gang require=host   -> J1 admitted x3
        why                                        -> 3 never: INFEASIBLE_TOPOLOGY 2<3 a (host)
        explain J1                                 -> IMPOSSIBLE (3): 3 tasks can run on no registered worker, even an
                                                   -> empty one: its 3 tasks start together on one host, and the best,
                                                   -> a, has room for 2 of them even when empty HINT submitted without
                                                   -> --topology-require host it could start now on 2 workers, such as
                                                   -> a HINT further workers could run it, with room on one host for 3
                                                   -> tasks of 1 CPU
        """);
  }

  @Test
  void aGangInOneRack() {
    play(
        """
        worker a cpu=2 rack=r1                     -> W1 registered
        worker b cpu=1 rack=r1                     -> W2 registered
        worker c cpu=2 rack=r2                     -> W3 registered
        worker d cpu=2 rack=r2                     -> W4 registered
        worker e cpu=1                             -> W5 registered
        submit g cpu=1 tasks=4 gang require=rack   -> J1 admitted x4
        submit h cpu=1 tasks=4 gang require=rack   -> J2 admitted x4
        submit i cpu=1 tasks=7 gang require=rack   -> J3 admitted x7
        submit j cpu=1 tasks=2 gang require=rack   -> J4 admitted x2
        plan                                       -> J1/0.1 on W3; J1/1.1 on W3; J1/2.1 on W4; J1/3.1 on W4; J4/0.1
                                                   -> on W2; J4/1.1 on W1
        explain J2                                 -> WAITING (4): 4 tasks wait: its 4 tasks start together in one
                                                   -> rack, and the best, rack r1, has room for 1 of them now ETA
                                                   -> starts within 1 h, by time limits
        explain J3                                 -> IMPOSSIBLE (7): 7 tasks can run on no registered worker, even an
                                                   -> empty one: its 7 tasks start together in one rack, and the best,
                                                   -> rack r2, has room for 4 of them even when empty HINT submitted
                                                   -> without --topology-require rack it could run on 5 workers once
                                                   -> there is room HINT further workers could run it, with room in
                                                   -> one rack for 7 tasks of 1 CPU
        """);
  }

  @Test
  void aWorkerWithoutRackIsARackOfItsOwn() {
    play(
        """
        worker a cpu=2                             -> W1 registered
        worker b cpu=3                             -> W2 registered
        submit g cpu=1 tasks=3 gang require=rack   -> J1 admitted x3
        submit h cpu=1 tasks=2 gang require=rack   -> J2 admitted x2
        submit i cpu=1 tasks=2 gang require=rack   -> J3 admitted x2
        plan                                       -> J1/0.1 on W2; J1/1.1 on W2; J1/2.1 on W2; J2/0.1 on W1; J2/1.1
                                                   -> on W1
        why                                        -> 2 wait: CPU x2 0<1000 a
        """);
  }

  @Test
  void aPreferenceGivesWayLevelByLevel() {
    play(
        """
        worker a cpu=2 rack=r1                     -> W1 registered
        worker b cpu=1 rack=r1                     -> W2 registered
        worker c cpu=1 rack=r2                     -> W3 registered
        worker d cpu=1 rack=r2                     -> W4 registered
        worker e cpu=1 rack=r3                     -> W5 registered
        submit g cpu=1 tasks=2 gang prefer=host    -> J1 admitted x2
        submit h cpu=1 tasks=2 gang prefer=host    -> J2 admitted x2
        submit i cpu=1 tasks=2 gang prefer=host    -> J3 admitted x2
        plan                                       -> J1/0.1 on W1; J1/1.1 on W1; J2/0.1 on W3; J2/1.1 on W4; J3/0.1
                                                   -> on W2; J3/1.1 on W5
        """);
  }

  @Test
  void whatIsRequiredIsWiderThanWhatIsPreferred() {
    play(
        """
        worker a cpu=1 rack=r1                     -> W1 registered
        worker b cpu=1 rack=r2                     -> W2 registered
        worker c cpu=1 rack=r2                     -> W3 registered
        worker d cpu=1 rack=r3                     -> W4 registered
        submit g cpu=1 tasks=2 gang prefer=host require=rack -> J1 admitted x2
        submit h cpu=1 tasks=2 gang prefer=host require=rack -> J2 admitted x2
        plan                                       -> J1/0.1 on W2; J1/1.1 on W3
        why                                        -> 2 wait: TOPOLOGY 1<2 rack r1 (rack)
        """);
  }

  @Test
  void whoeverPrefersARackGetsIt() {
    play(
        """
        worker a cpu=1 rack=r1                     -> W1 registered
        worker b cpu=2 rack=r2                     -> W2 registered
        worker c cpu=2 rack=r2                     -> W3 registered
        worker d cpu=9                             -> W4 registered
        submit g cpu=1 tasks=4 gang prefer=rack    -> J1 admitted x4
        submit h cpu=1 tasks=4 gang prefer=rack    -> J2 admitted x4
        submit i cpu=1 tasks=6 gang prefer=rack    -> J3 admitted x6
        plan                                       -> J1/0.1 on W2; J1/1.1 on W2; J1/2.1 on W3; J1/3.1 on W3; J2/0.1
                                                   -> on W4; J2/1.1 on W4; J2/2.1 on W4; J2/3.1 on W4; J3/0.1 on W1;
                                                   -> J3/1.1 on W4; J3/2.1 on W4; J3/3.1 on W4; J3/4.1 on W4; J3/5.1
                                                   -> on W4
        """);
  }

  @Test
  void allGpusOfATaskInOneIsland() {
    play(
        """
        worker a cpu=8 gpus=A100:80,A100:80,A100:80,A100:80 island=2 -> W1 registered
        submit s gpus=1 tasks=4                    -> J1 admitted x4
        plan                                       -> J1/0.1 on W1 gpu 0; J1/1.1 on W1 gpu 1; J1/2.1 on W1 gpu 2;
                                                   -> J1/3.1 on W1 gpu 3
        end J1/1.1 ok                              -> J1/1.1 SUCCEEDED, task COMPLETED
        end J1/2.1 ok                              -> J1/2.1 SUCCEEDED, task COMPLETED
        submit t gpus=2 require=island             -> J2 admitted x1
        why                                        -> 1 wait: TOPOLOGY 0<2 a (GPUs of one island)
        explain J2                                 -> WAITING (1): 1 task waits: needs 2 GPUs of one island, and no
                                                   -> worker has them now ETA starts in 1 s to 2 s, by run times of
                                                   -> other tasks of the kind HINT submitted without
                                                   -> --topology-require island it could start now on a
        plan                                       -> nothing
        end J1/3.1 ok                              -> J1/3.1 SUCCEEDED, task COMPLETED
        plan                                       -> J2/0.1 on W1 gpu 2,3
        """);
  }

  @Test
  void devicesOfWhichNothingIsKnownAreInNoIsland() {
    play(
        """
        worker a cpu=8 gpus=A100:80,A100:80        -> W1 registered
        submit t gpus=2 require=island             -> J1 admitted x1
        submit u gpus=2 prefer=island              -> J2 admitted x1
        submit v gpus=1 require=island             -> J3 admitted x1
        explain J1                                 -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an
                                                   -> empty one: needs 2 GPUs of one island, and no worker has them
                                                   -> even when empty HINT submitted without --topology-require island
                                                   -> it could run on 1 worker once there is room HINT a further
                                                   -> worker could run it, with at least 1 CPU, 2 GPUs in one island
        plan                                       -> J2/0.1 on W1 gpu 0,1
        """);
  }

  @Test
  void aGangInOneIsland() {
    play(
        """
        worker a cpu=8 gpus=A100:80,A100:80,A100:80,A100:80 island=2 -> W1 registered
        worker b cpu=8 gpus=A100:80,A100:80,A100:80,A100:80 island=4 -> W2 registered
        submit g gpus=1 tasks=3 gang require=island -> J1 admitted x3
        submit h gpus=1 tasks=2 gang require=island -> J2 admitted x2
        submit i gpus=1 tasks=2 gang prefer=island -> J3 admitted x2
        submit j gpus=1 tasks=2 gang require=island -> J4 admitted x2
        plan                                       -> J1/0.1 on W2 gpu 0; J1/1.1 on W2 gpu 1; J1/2.1 on W2 gpu 2;
                                                   -> J2/0.1 on W1 gpu 0; J2/1.1 on W1 gpu 1; J3/0.1 on W1 gpu 2;
                                                   -> J3/1.1 on W1 gpu 3
        explain J4                                 -> WAITING (2): 2 tasks wait: its 2 tasks start together in one
                                                   -> island, and the best, b, has room for 1 of them now ETA starts
                                                   -> within 1 h, by time limits
        """);
  }

  @Test
  void aRackThatIsNoLongerOneIsSeenAtTheCommit() {
    play(
        """
        worker a cpu=1 rack=r1                     -> W1 registered
        worker b cpu=1 rack=r1                     -> W2 registered
        submit g cpu=1 tasks=2 gang require=rack   -> J1 admitted x2
        keep                                       -> 2 placements
        worker b cpu=1 rack=r2 inc=2               -> W2 registered
        commit                                     -> 2 dropped
        plan                                       -> nothing
        explain J1                                 -> IMPOSSIBLE (2): 2 tasks can run on no registered worker, even an
                                                   -> empty one: its 2 tasks start together in one rack, and the best,
                                                   -> rack r1, has room for 1 of them even when empty HINT submitted
                                                   -> without --topology-require rack it could start now on 2 workers,
                                                   -> such as a HINT further workers could run it, with room in one
                                                   -> rack for 2 tasks of 1 CPU
        """);
  }

  @Test
  void aPromisedStartIsOnOneHost() {
    play(
        """
        queue default fifo backfill=easy           -> queue default is fifo
        worker a cpu=2                             -> W1 registered
        worker b cpu=2                             -> W2 registered
        submit s cpu=1 est=1000                    -> J1 admitted x1
        submit t cpu=1 est=5000                    -> J2 admitted x1
        plan worst                                 -> J1/0.1 on W1; J2/0.1 on W2
        start J1/0.1                               -> J1/0.1 started
        start J2/0.1                               -> J2/0.1 started
        submit g cpu=1 tasks=2 gang require=host est=1000 -> J3 admitted x2
        submit u cpu=1 est=10000                   -> J4 admitted x1
        submit v cpu=1 est=100                     -> J5 admitted x1
        plan                                       -> J4/0.1 on W2; J5/0.1 on W1
        promised                                   -> J3 in 1000 on W1
        """);
  }

  @Test
  void whatIsKeptFromAWholeRackIsSaid() {
    play(
        """
        worker a cpu=2 rack=r1                     -> W1 registered
        worker b cpu=2 rack=r1                     -> W2 registered
        reserve m workers=a,b start=1003000 end=1009000 -> m reserved
        submit g cpu=2 tasks=2 gang require=rack est=5000 -> J1 admitted x2
        submit h cpu=1 tasks=2 gang require=host est=5000 -> J2 admitted x2
        plan                                       -> nothing
        why                                        -> 2 wait: RESERVATION 1009000<1003000 b (m for nobody); 2 wait:
                                                   -> RESERVATION 1009000<1003000 b (m for nobody)
        """);
  }

  @Test
  void anIslandNeedsGpus() {
    play(
        """
        submit g cpu=1 require=island              -> ! ISLAND_WITHOUT_GPU
        submit h cpu=1 prefer=island               -> J1 admitted x1
        submit i cpu=1 gang tasks=2 prefer=island  -> J2 admitted x2
        worker a cpu=1                             -> W1 registered
        worker b cpu=2                             -> W2 registered
        plan                                       -> J1/0.1 on W1; J2/0.1 on W2; J2/1.1 on W2
        """);
  }

  /**
   * A gang starts exactly when some rack, host or island that it may have has room for it, by a
   * count made apart, and as near together as it prefers and can.
   */
  @ParameterizedTest
  @MethodSource("io.github.packtrain.core.plan.place.PlacementChoice#all")
  void aGangStartsWhereverThereIsRoomForItAndAsNearAsItPrefers(PlacementChoice policy) {
    EnumMap<Level, Integer> reached = new EnumMap<>(Level.class);
    for (long seed = 0; seed < 300; seed++) {
      Fleet fleet = new Fleet(seed);
      PlanView view = fleet.view();
      Plan plan = new Planner(policy.create(), 1_000).plan(view);
      assertThat(Laws.planViolations(view, plan)).as("seed %d", seed).isEmpty();
      Level nearest = fleet.nearest();
      if (nearest == null) {
        assertThat(plan.placements()).as("seed %d", seed).isEmpty();
      } else {
        assertThat(plan.placements()).as("seed %d", seed).hasSize(fleet.gang);
        assertThat(fleet.isWithin(nearest, plan.placements()))
            .as("seed %d: %s could be had, not %s", seed, nearest, plan.placements())
            .isTrue();
        reached.merge(nearest, 1, Integer::sum);
      }
    }
    assertThat(reached).containsOnlyKeys(Level.values());
  }

  /** Workers in racks, some half full, and one gang that wants a GPU for each member. */
  private static final class Fleet {
    private final List<WorkerState> workers = new ArrayList<>();
    private final Topology topology;
    private final int gang;

    Fleet(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Level> levels = List.of(Level.values());
      topology = new Topology(levels.get(random.nextInt(4)), levels.get(random.nextInt(4)));
      gang = 2 + random.nextInt(5);
      int count = 1 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        int island = 1 + random.nextInt(3);
        List<Device> devices = new ArrayList<>();
        for (int g = 0; g < random.nextInt(6); g++) {
          Device device = new Device("g" + g, g, Vendor.NVIDIA, "A100", 1 << 30, 80, -1, "", true);
          devices.add(device.withIsland(random.nextInt(9) == 0 ? "" : "i" + g / island));
        }
        Resources cpu = new Resources(1_000 * (1 + random.nextInt(6)), 0, 0);
        Map<String, String> labels =
            random.nextInt(5) == 0 ? Map.of() : Map.of("rack", "r" + random.nextInt(3));
        WorkerSpec spec = new WorkerSpec("w" + i, cpu, cpu, devices, labels, 0, "", List.of());
        Free free = Free.allOf(spec);
        for (int g = 0; g < devices.size(); g++) {
          if (random.nextInt(4) == 0) {
            List<DeviceShare> taken = List.of(new DeviceShare(g, 1_000, 1 << 30));
            free = free.take(new Allocation(Resources.NONE, taken));
          }
        }
        Gate gate = random.nextInt(8) == 0 ? Gate.DRAINING : Gate.OPEN;
        workers.add(new WorkerState(new WorkerId(i + 1), spec, free, gate));
      }
    }

    PlanView view() {
      Request request = Request.gpus(1_000, 1).withTopology(topology);
      ClassKey key = new ClassKey("q", 50, request, gang, "", Profile.NONE);
      return new PlanView(
          1,
          List.of(
              new WaitingClass(1, key, gang, List.of(new Head(new JobId(1), gang)), 0, List.of())),
          workers);
    }

    boolean isWithin(Level level, List<Placement> placements) {
      Placement first = placements.getFirst();
      return placements.stream()
          .allMatch(
              other -> Fit.near(level, spec(first), first.devices(), spec(other), other.devices()));
    }

    private WorkerSpec spec(Placement placement) {
      return workers.get(placement.worker().value() - 1).spec();
    }

    /** The nearest level with room of those that it wants; null when there is none. */
    @Nullable Level nearest() {
      for (Level level : List.of(Level.ISLAND, Level.HOST, Level.RACK, Level.ANYWHERE)) {
        boolean wanted = level.isWithin(topology.require()) && topology.prefer().isWithin(level);
        if (wanted && most(level) >= gang) {
          return level;
        }
      }
      return null;
    }

    private int most(Level level) {
      TreeMap<String, Integer> places = new TreeMap<>();
      for (WorkerState worker : workers) {
        String name = worker.spec().name();
        String rack = worker.spec().labels().getOrDefault("rack", name);
        int cores = worker.spec().allocatable().cpuMilli() / 1_000;
        TreeMap<String, Integer> islands = new TreeMap<>();
        for (int g = 0; g < worker.spec().devices().size(); g++) {
          String island = worker.spec().devices().get(g).island();
          int free = worker.gate() == Gate.OPEN && worker.free().milli(g) == 1_000 ? 1 : 0;
          islands.merge(island.isEmpty() ? "?" + g : island, free, Integer::sum);
        }
        int here = Math.min(cores, islands.values().stream().mapToInt(n -> n).sum());
        switch (level) {
          case ANYWHERE -> places.merge("", here, Integer::sum);
          case RACK -> places.merge(rack, here, Integer::sum);
          case HOST -> places.merge(name, here, Integer::sum);
          case ISLAND ->
              islands.forEach((island, n) -> places.put(name + island, Math.min(cores, n)));
        }
      }
      return places.values().stream().mapToInt(n -> n).max().orElse(0);
    }
  }
}
