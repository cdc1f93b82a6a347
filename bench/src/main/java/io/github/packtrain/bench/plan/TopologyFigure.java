package io.github.packtrain.bench.plan;

import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What nearness costs and brings: gangs of four with a GPU each, beside single tasks that keep the
 * rest busy, on 1,000 workers of two islands of four, 25 to a rack. Each round ends tasks anywhere;
 * the gangs look for room among what that leaves.
 */
final class TopologyFigure {
  private static final int WORKERS = 1_000;
  private static final int PER_RACK = 25;
  private static final int PER_ISLAND = 4;
  private static final int GANG = 4;
  private static final int GANGS = 8_000;
  private static final int SINGLES = 400_000;
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 60;
  private static final int PER_ROUND = 2_000;

  private static final List<Topology> ASKED =
      List.of(
          Topology.NONE,
          new Topology(Level.ANYWHERE, Level.RACK),
          new Topology(Level.ANYWHERE, Level.HOST),
          new Topology(Level.ANYWHERE, Level.ISLAND),
          new Topology(Level.RACK, Level.RACK),
          new Topology(Level.HOST, Level.HOST),
          new Topology(Level.ISLAND, Level.ISLAND));

  private TopologyFigure() {}

  /** All of them once before anything counts, so that the compiler is through with each. */
  static void print(Sheet sheet) {
    ASKED.forEach(asked -> new Run(asked).measure());
    ASKED.forEach(
        asked -> {
          Run run = new Run(asked);
          run.measure();
          run.print(sheet);
        });
  }

  private static final class Run {
    private final Topology asked;
    private final Site site = new Site(PlacementChoice.PACKING);
    private final TreeMap<WorkerId, WorkerSpec> specs = new TreeMap<>();
    private final TreeMap<JobId, List<Event.AttemptPlaced>> gangs = new TreeMap<>();
    private final double[] planMillis = new double[ROUNDS];

    Run(Topology asked) {
      this.asked = asked;
    }

    void measure() {
      for (int i = 1; i <= WORKERS; i++) {
        site.addWorker(worker(i));
      }
      site.state.workers().forEach(worker -> specs.put(worker.id(), worker.spec()));
      Request one = Request.gpus(1_000, 1);
      TreeMap<JobId, Boolean> isGang = new TreeMap<>();
      JobSpec gang = spec("gang", one.withTopology(asked)).withTerms(Terms.NONE.asGang());
      for (int i = 0; i < GANGS; i++) {
        for (Event event : site.submit("ann", gang, GANG, List.of())) {
          if (event instanceof Event.JobAdmitted admitted) {
            isGang.put(admitted.job(), true);
          }
        }
      }
      // They came later, so the gangs choose first.
      site.submit(spec("single", one), SINGLES);
      site.fill();
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        site.release(PER_ROUND);
        Site.Cycle cycle = site.cycle();
        if (i < 0) {
          continue;
        }
        planMillis[i] = cycle.planNanos() / 1e6;
        for (Event.AttemptPlaced placed : site.lastPlaced()) {
          JobId job = placed.attempt().task().job();
          if (isGang.containsKey(job)) {
            gangs.computeIfAbsent(job, _ -> new ArrayList<>()).add(placed);
          }
        }
      }
    }

    void print(Sheet sheet) {
      String name = "gangs, " + words();
      sheet.add(name + ": planner, a cycle", Sheet.median(planMillis), "ms", "");
      sheet.add(name + ": started a cycle", (double) gangs.size() / ROUNDS, "gangs", "");
      for (Level level : List.of(Level.RACK, Level.HOST, Level.ISLAND)) {
        sheet.add(name + ": within one " + lower(level), 100 * shareWithin(level), "%", "");
      }
    }

    private double shareWithin(Level level) {
      long within = gangs.values().stream().filter(gang -> isWithin(level, gang)).count();
      return gangs.isEmpty() ? 0 : (double) within / gangs.size();
    }

    private boolean isWithin(Level level, List<Event.AttemptPlaced> gang) {
      Event.AttemptPlaced first = gang.getFirst();
      return gang.stream()
          .allMatch(
              other ->
                  Fit.near(level, specOf(first), first.devices(), specOf(other), other.devices()));
    }

    private WorkerSpec specOf(Event.AttemptPlaced placed) {
      return Objects.requireNonNull(specs.get(placed.worker()));
    }

    private String words() {
      if (asked.equals(Topology.NONE)) {
        return "nothing asked";
      }
      return asked.require() == Level.ANYWHERE
          ? "prefer " + lower(asked.prefer())
          : "require " + lower(asked.require());
    }
  }

  private static JobSpec spec(String name, Request request) {
    return JobSpec.of(name, request, Mix.spec(0).body());
  }

  private static WorkerSpec worker(int number) {
    WorkerSpec plain = Mix.worker(number);
    List<Device> devices = new ArrayList<>();
    for (Device device : plain.devices()) {
      devices.add(device.withIsland("nvlink-" + device.index() / PER_ISLAND));
    }
    return new WorkerSpec(
        plain.name(),
        plain.capacity(),
        plain.allocatable(),
        devices,
        Map.of(Topology.RACK_LABEL, "r" + number / PER_RACK),
        0,
        "",
        List.of());
  }

  private static String lower(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
