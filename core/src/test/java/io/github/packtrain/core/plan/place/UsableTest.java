package io.github.packtrain.core.plan.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Demand.Entry;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Fit.DeviceOrder;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What typical requests can use of a worker, and what a placement takes away of it. */
class UsableTest {
  private static final long GIB = 1L << 30;

  @Test
  void theExampleHolds() {
    Demand demand = new Demand(List.of(new Entry(Request.gpus(12_000, 1), 7)));
    TypicalRequests typical = TypicalRequests.merged(demand, 15, 64);
    Room room = room(worker(20_000, 0, 2), Free.allOf(worker(20_000, 0, 2)));
    assertThat(new Usable(typical, 1, 0).on(room) / typical.weight).isEqualTo(2_000);
    assertThat(new Usable(typical, 0, 1).on(room) / typical.weight).isEqualTo(1_000);
    assertThat(new Usable(typical, 4, 1).on(room) / typical.weight).isEqualTo(9_000);
  }

  @Test
  void memoryRunsOutToo() {
    Request request = new Request(new Resources(0, 6 * GIB, 0), GpuRequest.whole(1), Map.of());
    TypicalRequests typical =
        TypicalRequests.merged(new Demand(List.of(new Entry(request, 1))), 15, 64);
    Room room = room(worker(1_000, 10, 4), Free.allOf(worker(1_000, 10, 4)));
    assertThat(new Usable(typical, 0, 1).on(room) / typical.weight).isEqualTo(1_000);
  }

  /** What is foretold to be left is what is there once the task has been placed. */
  @Test
  void foretellsWhatIsLeft() {
    int compared = 0;
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        entries.add(new Entry(request(random), 1 + random.nextInt(50)));
      }
      TypicalRequests typical = TypicalRequests.merged(new Demand(entries), 15, 64);
      Usable usable = new Usable(typical, 4, 1);
      WorkerSpec spec = worker(4_000 + random.nextInt(60_000), 64, 1 + random.nextInt(8));
      Free free = Free.allOf(spec);
      for (int i = 0; i < 12; i++) {
        Request next = request(random);
        List<DeviceShare> shares = Fit.devicesFor(next, spec, free, DeviceOrder.ROOMIEST);
        if (shares == null) {
          continue;
        }
        Room room = room(spec, free);
        free = free.take(new Allocation(next.resources(), shares));
        long foretold = foretold(usable, room, next, shares);
        assertThat(foretold).as("seed %d", seed).isEqualTo(usable.on(room(spec, free)));
        assertThat(foretold).as("seed %d", seed).isLessThanOrEqualTo(usable.on(room));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  private static long foretold(Usable usable, Room room, Request next, List<DeviceShare> shares) {
    if (next.gpu().isShare()) {
      DeviceShare share = shares.getFirst();
      int left = usable.left(room, share.device(), share.milli(), share.memoryBytes());
      return usable.after(next.resources(), room, share.device(), left);
    }
    int[] devices = shares.stream().mapToInt(DeviceShare::device).toArray();
    return usable.after(next.resources(), room, devices);
  }

  private static Request request(SplittableRandom random) {
    GpuRequest gpu =
        switch (random.nextInt(4)) {
          case 0 -> GpuRequest.whole(random.nextInt(4));
          case 1 -> GpuRequest.share(100 + 10 * random.nextInt(80), random.nextInt(40) * GIB);
          case 2 -> GpuRequest.share(100 + 10 * random.nextInt(80), 0);
          default -> GpuRequest.whole(1);
        };
    long memory = random.nextInt(8) * GIB;
    return new Request(new Resources(500 * random.nextInt(20), memory, 0), gpu, Map.of());
  }

  private static WorkerSpec worker(int cpuMilli, long memoryGib, int gpus) {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < gpus; i++) {
      long memory = (i % 3 == 2 ? 40 : 80) * GIB;
      devices.add(new Device("g" + i, i, Vendor.NVIDIA, "A100", memory, 80, 0, "", true));
    }
    return WorkerSpec.of("w", new Resources(cpuMilli, memoryGib * GIB, 0), devices);
  }

  private static Room room(WorkerSpec spec, Free free) {
    return Room.of(new WorkerState(new WorkerId(1), spec, free, Gate.OPEN));
  }
}
