package io.github.packtrain.simulator.saturation;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.replay.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Several policies on the same seeds of the saturation protocol. */
public final class Saturation {
  private static final int FULL_PERCENT = 100;

  private final List<WorkerSpec> nodes;
  private final List<Request> list;
  private final boolean demandSoFar;

  /** As {@link SaturationRun}. */
  public Saturation(List<WorkerSpec> nodes, List<Request> list, boolean demandSoFar) {
    this.nodes = List.copyOf(nodes);
    this.list = List.copyOf(list);
    this.demandSoFar = demandSoFar;
  }

  /**
   * What came of one policy.
   *
   * @param curves by seed, in order
   */
  public record Outcome(PlacementChoice placement, List<Curve> curves) {
    /** The placement as users write it. */
    public String name() {
      return placement.toString();
    }

    /** When as much was asked for as there is. */
    public Spread unallocatedPercent() {
      return over(curve -> curve.unallocatedPercent(FULL_PERCENT));
    }

    public Spread fragmentedPercent() {
      return over(curve -> curve.fragmentedPercent(FULL_PERCENT));
    }

    /**
     * How much less is unallocated than with the other policy, seed by seed; negative is better.
     */
    public Spread against(Outcome other) {
      double[] differences = new double[curves.size()];
      for (int i = 0; i < differences.length; i++) {
        differences[i] =
            curves.get(i).unallocatedPercent(FULL_PERCENT)
                - other.curves.get(i).unallocatedPercent(FULL_PERCENT);
      }
      return Spread.of(differences);
    }

    /** How it went, by what had been asked for; only where something was offered. */
    public List<Filled> course() {
      return IntStream.rangeClosed(0, Curve.LAST_PERCENT)
          .filter(percent -> curves.stream().anyMatch(curve -> curve.has(percent)))
          .mapToObj(
              percent ->
                  new Filled(
                      percent,
                      over(curve -> curve.unallocatedPercent(percent)),
                      over(curve -> curve.fragmentedPercent(percent))))
          .toList();
    }

    /**
     * The cluster when so much had been asked for.
     *
     * @param arrivedPercent of all devices
     */
    public record Filled(int arrivedPercent, Spread unallocatedPercent, Spread fragmentedPercent) {}

    private Spread over(ToDoubleFunction<Curve> value) {
      return Spread.of(curves.stream().mapToDouble(value).toArray());
    }
  }

  /**
   * Runs the seeds on so many threads.
   *
   * @throws InterruptedException when the caller was told to stop
   */
  public Outcome run(PlacementChoice placement, long firstSeed, int seeds, int threads)
      throws InterruptedException {
    SaturationRun run = new SaturationRun(nodes, list, placement, demandSoFar);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Curve>> running =
          LongStream.range(firstSeed, firstSeed + seeds)
              .mapToObj(seed -> pool.submit(() -> run.run(seed)))
              .toList();
      List<Curve> curves = new ArrayList<>();
      for (Future<Curve> one : running) {
        curves.add(one.get());
      }
      return new Outcome(placement, curves);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run of " + placement + " failed", e.getCause());
    }
  }

  /** Runs the seeds with the placement of a policy; its order does not matter. */
  public Outcome run(Policy policy, long firstSeed, int seeds, int threads)
      throws InterruptedException {
    return run(policy.placement(), firstSeed, seeds, threads);
  }

  /** All outcomes as JSON, with the whole curves. */
  public static String json(List<Outcome> outcomes) {
    StringBuilder json = new StringBuilder("{\"policies\":[");
    for (int i = 0; i < outcomes.size(); i++) {
      json.append(i == 0 ? "" : ",");
      write(json, outcomes.get(i));
    }
    return json.append("]}").toString();
  }

  private static void write(StringBuilder json, Outcome outcome) {
    json.append("{\"placement\":\"").append(outcome.placement());
    json.append("\",\"order\":\"fifo\",\"metrics\":{\"unallocatedGpuPercent\":");
    write(json, outcome.unallocatedPercent());
    json.append(",\"fragmentedGpuPercent\":");
    write(json, outcome.fragmentedPercent());
    json.append("},\"curve\":[");
    String before = "";
    for (Outcome.Filled filled : outcome.course()) {
      json.append(before).append("{\"arrivedPercent\":").append(filled.arrivedPercent());
      json.append(",\"unallocatedGpuPercent\":");
      write(json, filled.unallocatedPercent());
      json.append(",\"fragmentedGpuPercent\":");
      write(json, filled.fragmentedPercent());
      json.append('}');
      before = ",";
    }
    json.append("]}");
  }

  private static void write(StringBuilder json, Spread spread) {
    json.append(
        String.format(
            Locale.ROOT,
            "{\"mean\":%.4f,\"sd\":%.4f,\"n\":%d}",
            spread.mean(),
            spread.sd(),
            spread.n()));
  }
}
