package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The requests that make up most of the demand: by frequency, until 95 % of it are covered. They
 * stand for what will come next.
 */
final class TypicalRequests {
  /** All weights together, about. */
  static final int WHOLE = 1 << 16;

  private static final int COVERED_PERCENT = 95;
  private static final int TYPES_MAX = 256;

  final List<Type> types;

  /** Sum of all weights, of those without a GPU too. */
  final long weight;

  /**
   * One of them that asks for devices.
   *
   * @param weight its share of the demand, of {@link #WHOLE}
   * @param memoryBytes on average; 0 when memory is not looked at
   */
  record Type(
      GpuRequest gpu, Map<String, String> labels, int cpuMilli, long memoryBytes, int weight) {
    boolean isLike(Type other, int tolerancePercent) {
      return gpu.equals(other.gpu)
          && labels.equals(other.labels)
          && isNear(cpuMilli, other.cpuMilli, tolerancePercent)
          && isNear(memoryBytes, other.memoryBytes, 4L * tolerancePercent);
    }

    private static boolean isNear(long a, long b, long percent) {
      return Math.max(a, b) * 100.0 <= Math.min(a, b) * (100.0 + percent);
    }

    Type with(Type more) {
      long both = (long) weight + more.weight;
      long cpu = ((long) cpuMilli * weight + (long) more.cpuMilli * more.weight) / both;
      double memory = ((double) memoryBytes * weight + (double) more.memoryBytes * more.weight);
      return new Type(gpu, labels, (int) cpu, (long) (memory / both), (int) both);
    }
  }

  /** Whether memory is looked at, of machines and of devices. */
  final boolean withMemory;

  private TypicalRequests(List<Type> types, long weight, boolean withMemory) {
    this.types = types;
    this.weight = weight;
    this.withMemory = withMemory;
  }

  /** As the paper has it: memory is not looked at, nothing is put together. */
  static TypicalRequests exact(Demand demand) {
    return of(demand, false, 0, TYPES_MAX);
  }

  /**
   * With memory; requests for like devices whose CPU is within {@code tolerancePercent} count as
   * one of average size, so that there are fewer to look at.
   *
   * @param max how many there are at most
   */
  static TypicalRequests merged(Demand demand, int tolerancePercent, int max) {
    return of(demand, true, tolerancePercent, max);
  }

  private static TypicalRequests of(
      Demand demand, boolean withMemory, int tolerancePercent, int max) {
    List<Type> all = new ArrayList<>();
    long total = 0;
    for (Demand.Entry entry : demand.entries()) {
      total += entry.count();
    }
    for (Demand.Entry entry : demand.entries()) {
      add(all, typeOf(entry, total, withMemory), 0, TYPES_MAX * 4);
    }
    all.sort(Comparator.comparingInt((Type type) -> -type.weight()));
    List<Type> kept = new ArrayList<>();
    long weight = 0;
    for (Type type : all) {
      if (weight * 100 >= (long) WHOLE * COVERED_PERCENT) {
        break;
      }
      weight += type.weight();
      if (!type.gpu().isNone()) {
        add(kept, type, tolerancePercent, max);
      }
    }
    return new TypicalRequests(kept, weight, withMemory);
  }

  private static Type typeOf(Demand.Entry entry, long total, boolean withMemory) {
    Request request = entry.request();
    int weight = (int) Math.max(1, (double) entry.count() / total * WHOLE);
    long memory = withMemory ? request.resources().memoryBytes() : 0;
    GpuRequest gpu = withMemory || request.gpu().isNone() ? request.gpu() : bare(request.gpu());
    return new Type(gpu, request.labels(), request.resources().cpuMilli(), memory, weight);
  }

  /** Without its demand for device memory. */
  private static GpuRequest bare(GpuRequest gpu) {
    return new GpuRequest(
        gpu.count(), gpu.milli(), 0, gpu.vendors(), gpu.models(), gpu.computeCapability());
  }

  /** Memory of types that differ in it alone is averaged, whatever the tolerance. */
  private static void add(List<Type> types, Type type, int tolerancePercent, int max) {
    for (int i = 0; i < types.size(); i++) {
      Type known = types.get(i);
      boolean same =
          tolerancePercent == 0
              ? known.cpuMilli() == type.cpuMilli()
                  && known.gpu().equals(type.gpu())
                  && known.labels().equals(type.labels())
              : known.isLike(type, tolerancePercent);
      if (same) {
        types.set(i, known.with(type));
        return;
      }
    }
    if (types.size() < max) {
      types.add(type);
    }
  }
}
