package io.github.packtrain.simulator.saturation;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.replay.Fragmentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One seed of the saturation protocol: requests are offered one by one, each is placed by the
 * core's planner or refused for good, nothing ever ends.
 *
 * <p>Chance decides the order of the offers and the workers' numbers, and with the numbers who wins
 * among equals. The policy sees what the list is made of, as its demand; or, where {@code
 * demandSoFar}, only what has been offered before.
 */
public final class SaturationRun {
  /** How much of the cluster's devices is asked for in the end, in per cent. */
  private static final int ASKED_PERCENT = 130;

  private static final String QUEUE = "default";
  private static final int PRIORITY = 50;

  /** Demand as seen so far is renewed whenever so many per cent more were offered. */
  private static final int RENEWED_PERCENT = 10;

  private final List<WorkerSpec> nodes;
  private final List<Request> list;
  private final PlacementChoice placement;
  private final boolean demandSoFar;
  private final Fragmentation fragmentation;

  /**
   * @param list what is drawn from
   * @param demandSoFar whether the policy knows only what was offered before
   */
  public SaturationRun(
      List<WorkerSpec> nodes, List<Request> list, PlacementChoice placement, boolean demandSoFar) {
    this.nodes = List.copyOf(nodes);
    this.list = List.copyOf(list);
    this.placement = placement;
    this.demandSoFar = demandSoFar;
    this.fragmentation = new Fragmentation(list);
  }

  /** Runs one seed; the same one gives the same curve. May run on several threads at once. */
  public Curve run(long seed) {
    return new Filling(new SplittableRandom(seed)).run();
  }

  /** The demand that these requests make. */
  static Demand demandOf(List<Request> requests) {
    Map<Request, Long> counts = new LinkedHashMap<>();
    for (Request request : requests) {
      counts.merge(request, 1L, Long::sum);
    }
    List<Demand.Entry> entries = new ArrayList<>();
    counts.forEach((request, count) -> entries.add(new Demand.Entry(request, count)));
    entries.sort((a, b) -> Long.compare(b.count(), a.count()));
    return new Demand(entries);
  }

  /** The state of one run. */
  private final class Filling {
    private final Cluster cluster;
    private final int[] offers;
    private final Planner planner = Planner.withoutChoices(placement.create(), 1);
    private final Map<Request, Integer> classIds = new LinkedHashMap<>();
    private final List<Request> offered = new ArrayList<>();
    private final Curve curve = new Curve();
    private Demand demand;
    private long position;
    private long asked;
    private int renewedAtOffers;

    Filling(SplittableRandom random) {
      this.cluster = new Cluster(nodes, Offers.shuffled(nodes.size(), random), fragmentation);
      this.offers = Offers.drawn(list, cluster.gpuMilli() * ASKED_PERCENT / 100, random);
      this.demand = demandSoFar ? Demand.NONE : demandOf(list);
    }

    Curve run() {
      for (int place : offers) {
        Request request = list.get(place);
        offer(request);
        asked += Offers.gpuMilli(request);
        int percent = (int) Math.round(100.0 * asked / cluster.gpuMilli());
        curve.add(percent, cluster.unallocatedPercent(), cluster.fragmentedPercent());
      }
      return curve;
    }

    private void offer(Request request) {
      if (demandSoFar) {
        see(request);
      }
      int id = classIds.computeIfAbsent(request, _ -> classIds.size() + 1);
      ClassKey key = new ClassKey(QUEUE, PRIORITY, request);
      List<Head> heads = List.of(new Head(new JobId(++position), 1));
      WaitingClass waiting = new WaitingClass(id, key, 1, heads, 0, List.of());
      Plan plan =
          planner.plan(
              new PlanView(
                  position, List.of(waiting), cluster.workers(), List.of(), demand, Lore.NONE));
      for (Placement placed : plan.placements()) {
        cluster.take(placed, request, position);
      }
      if (plan.placements().isEmpty()) {
        curve.countRefused();
      }
    }

    private void see(Request request) {
      offered.add(request);
      if (offered.size() * 100L >= renewedAtOffers * (100L + RENEWED_PERCENT)) {
        demand = demandOf(offered);
        renewedAtOffers = offered.size();
      }
    }
  }
}
