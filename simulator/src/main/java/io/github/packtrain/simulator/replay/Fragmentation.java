package io.github.packtrain.simulator.replay;

import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a worker's free devices is of no use, on average over the requests that make up 95 %
 * of a list: for each, what is free on devices too small for it when it fits the worker, else all;
 * a request without a GPU can use none. A measure, not a policy; written apart from those.
 */
public final class Fragmentation {
  private static final double COVERED = 0.95;

  private final List<Type> types = new ArrayList<>();
  private final double weightAll;

  private record Type(int cpuMilli, GpuRequest gpu, double weight) {}

  private record Key(int cpuMilli, GpuRequest gpu) {}

  /** For such a list of requests. */
  public Fragmentation(List<Request> list) {
    Map<Key, Integer> counts = new LinkedHashMap<>();
    for (Request request : list) {
      counts.merge(new Key(request.resources().cpuMilli(), request.gpu()), 1, Integer::sum);
    }
    List<Map.Entry<Key, Integer>> byCount = new ArrayList<>(counts.entrySet());
    byCount.sort(Comparator.comparingInt((Map.Entry<Key, Integer> entry) -> -entry.getValue()));
    double covered = 0;
    for (Map.Entry<Key, Integer> entry : byCount) {
      if (covered < COVERED * list.size()) {
        Key key = entry.getKey();
        types.add(new Type(key.cpuMilli(), key.gpu(), entry.getValue()));
        covered += entry.getValue();
      }
    }
    this.weightAll = covered;
  }

  /** In thousandths of devices. */
  public double milli(WorkerState worker) {
    Free free = worker.free();
    long all = 0;
    for (int i = 0; i < free.devices(); i++) {
      all += free.milli(i);
    }
    double usable = 0;
    for (Type type : types) {
      usable += all == 0 ? 0 : type.weight * usable(type, worker);
    }
    return all - usable / weightAll;
  }

  private static long usable(Type type, WorkerState worker) {
    Free free = worker.free();
    if (type.gpu.isNone() || free.resources().cpuMilli() < type.cpuMilli) {
      return 0;
    }
    int devices = 0;
    long usable = 0;
    for (int i = 0; i < free.devices(); i++) {
      if (free.milli(i) >= type.gpu.milli()
          && type.gpu.matchesKind(worker.spec().devices().get(i))) {
        devices++;
        usable += free.milli(i);
      }
    }
    return devices >= type.gpu.count() ? usable : 0;
  }
}
