package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a task should wait for a faster worker rather than take a slow one that is free.
 *
 * <p><b>Rule:</b> by what was learned, the faster workers together do so many tasks of this class
 * in the time of one usual task. If all that wait now were before it, it would begin there after
 * {@code (waiting + 1) / rate}; it takes the slow worker when it would end no later on it. So the
 * slow ones are for when the queue is long, and first for those who lose least there (the threshold
 * rule for a fast and a slow server, Lin and Kumar 1984).
 *
 * <p><b>Example:</b> one worker is as fast as usual, eight busy ones are four times as fast. Alone
 * in the queue: 1 here, 1/32 + 1/4 there, so it waits. Behind 30 others: 31/32 + 1/4 there, so it
 * takes the slow one.
 *
 * <p><b>Never for nothing:</b> it does not wait for a worker that is free for it, nor where none is
 * known to be faster by a tenth.
 *
 * <p><b>Cost:</b> a pass over the workers for each class whenever something was learned or a worker
 * changed its make; a look at the faster ones for each class that is to wait.
 */
final class Patience {
  /** Faster by less than this is not faster. */
  private static final double CLEARLY = 1.1;

  private final double patience;
  private List<WorkerState> workers = List.of();
  private Lore lore = Lore.NONE;
  private final Map<ClassKey, Pools> known = new LinkedHashMap<>();

  /** By place in the view, how much this cycle placed there. */
  private int[] placed = new int[0];

  private long waitingForDevices;
  private long waitingForOthers;

  /**
   * Workers as a class sees them, the fastest first.
   *
   * @param at places in the view
   * @param rates tasks of the class that one of its places does in the time of a usual one
   * @param places how many each runs at once when it has nothing else to do
   */
  private record Pools(int[] at, double[] rates, long[] places) {}

  /** 1 as the rule says; above it more, as if queues were that much shorter. */
  Patience(double patience) {
    this.patience = patience;
  }

  void begin(PlanView view) {
    if (view.lore() != lore || !isSameFleet(view.workers())) {
      known.clear();
    }
    lore = view.lore();
    workers = view.workers();
    placed = new int[workers.size()];
    waitingForDevices = 0;
    waitingForOthers = 0;
    for (WaitingClass waiting : view.classes()) {
      count(waiting.key(), waiting.eligible());
    }
  }

  private boolean isSameFleet(List<WorkerState> next) {
    boolean same = next.size() == workers.size();
    for (int i = 0; same && i < next.size(); i++) {
      WorkerState a = next.get(i);
      WorkerState b = workers.get(i);
      same = a == b || (a.id().equals(b.id()) && a.spec() == b.spec() && a.gate() == b.gate());
    }
    return same;
  }

  private void count(ClassKey task, int tasks) {
    if (task.request().gpu().isNone()) {
      waitingForOthers += tasks;
    } else {
      waitingForDevices += tasks;
    }
  }

  void placed(ClassKey task, Room room) {
    placed[room.place()]++;
    count(task, -1);
  }

  void withdrawn(ClassKey task, Room room) {
    placed[room.place()]--;
    count(task, 1);
  }

  boolean accepts(ClassKey task, Room room) {
    Pools pools = known.computeIfAbsent(task, this::poolsOf);
    double own = rate(task, room.worker());
    double rates = 0;
    double places = 0;
    int faster = 0;
    while (faster < pools.at.length && pools.rates[faster] > own * CLEARLY) {
      rates += pools.rates[faster] * pools.places[faster];
      places += pools.places[faster];
      faster++;
    }
    if (faster == 0) {
      return true;
    }
    long waiting = task.request().gpu().isNone() ? waitingForOthers : waitingForDevices;
    double saved = 1 / own - places / rates;
    return patience * saved <= Math.max(1, waiting) / rates || isOneFree(task, pools, faster);
  }

  private boolean isOneFree(ClassKey task, Pools pools, int faster) {
    for (int i = 0; i < faster; i++) {
      WorkerState worker = workers.get(pools.at[i]);
      if (placed[pools.at[i]] == 0 && fits(task.request(), worker)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Request request, WorkerState worker) {
    var devices = Fit.devicesFor(request, worker.spec(), worker.free(), Fit.DeviceOrder.TIGHTEST);
    return devices != null;
  }

  private Pools poolsOf(ClassKey task) {
    List<Integer> able = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      WorkerState worker = workers.get(i);
      if (worker.gate() == Gate.OPEN && Fit.couldEver(task.request(), worker.spec())) {
        able.add(i);
      }
    }
    double[] all = new double[workers.size()];
    able.forEach(i -> all[i] = rate(task, workers.get(i).id()));
    able.sort(Comparator.comparingDouble((Integer i) -> -all[i]));
    return new Pools(
        able.stream().mapToInt(i -> i).toArray(),
        able.stream().mapToDouble(i -> all[i]).toArray(),
        able.stream().mapToLong(i -> places(task.request(), workers.get(i).spec())).toArray());
  }

  /** What failed has to be done again. */
  private double rate(ClassKey task, WorkerId worker) {
    double speed = Math.clamp(lore.speed(task, worker), 1, Shares.ALL - 1);
    return speed / (Shares.ALL - speed) * Math.max(1, lore.reliability(task, worker)) / Shares.ALL;
  }

  private static long places(Request request, WorkerSpec spec) {
    GpuRequest gpu = request.gpu();
    if (!gpu.isNone()) {
      long milli = spec.devices().stream().filter(gpu::matches).count() * GpuRequest.WHOLE;
      return Math.max(1, milli / ((long) gpu.count() * gpu.milli()));
    }
    int cpuMilli = Math.max(1, request.resources().cpuMilli());
    return Math.max(1, spec.allocatable().cpuMilli() / cpuMilli);
  }
}
