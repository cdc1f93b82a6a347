package io.github.packtrain.simulator.fleet;

import io.github.packtrain.simulator.fleet.Fleet.Machines;
import io.github.packtrain.simulator.replay.Failing;
import io.github.packtrain.simulator.replay.World;
import io.github.packtrain.simulator.trace.TraceJob;
import io.github.packtrain.simulator.trace.Workload;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is fast at what, where it is warm, and who fails. Good for one replay. */
final class FleetWorld implements World {
  private final Fleet fleet;
  private final List<Machines> machines;
  private final long seed;

  /** By hardware and family. */
  private final TreeMap<String, Double> factors = new TreeMap<>();

  private final TreeSet<Integer> flaky = new TreeSet<>();

  /** By worker and family: how many run, and when the last one did. */
  private final TreeMap<String, Presence> presences = new TreeMap<>();

  private static final class Presence {
    int running;
    long last;
  }

  FleetWorld(Fleet fleet, List<Machines> machines, long seed) {
    this.fleet = fleet;
    this.machines = List.copyOf(machines);
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    for (Machines each : fleet.machines()) {
      for (String family : fleet.families()) {
        double factor = StrictMath.exp(fleet.factorSigma() * random.nextGaussian());
        factors.put(each.hardware() + "/" + family, factor);
      }
    }
    long count = Math.round(fleet.flakyWorkers() * machines.size());
    while (flaky.size() < count) {
      flaky.add(random.nextInt(machines.size()));
    }
  }

  @Override
  public Course course(Start start) {
    Machines machine = machines.get(start.worker());
    String family = familyOf(start.job());
    boolean gpu = !start.job().spec().request().gpu().isNone();
    double speed = gpu ? machine.speed() : 1;
    speed *= factors.getOrDefault(machine.hardware() + "/" + family, 1.0);
    Presence presence = presenceOf(start.worker(), family);
    speed *= isWarm(presence, start.now()) ? 1 + fleet.warmFaster() : 1;
    presence.running++;
    presence.last = start.now();
    long ticks = Math.max(1, (long) (start.left() / speed));
    boolean fails =
        flaky.contains(start.worker()) && Failing.luck(seed, start) < fleet.flakyFails();
    return new Course(fails ? Math.max(1, ticks / 2) : ticks, fails);
  }

  @Override
  public void left(TraceJob job, int worker, long now) {
    Presence presence = presenceOf(worker, familyOf(job));
    presence.running--;
    presence.last = now;
  }

  private boolean isWarm(Presence presence, long now) {
    double window = 60 * fleet.warmMinutes() * Workload.MILLIS;
    boolean everRan = presence.running > 0 || presence.last > 0;
    return everRan && (presence.running > 0 || now - presence.last <= window);
  }

  private Presence presenceOf(int worker, String family) {
    return presences.computeIfAbsent(worker + "/" + family, _ -> new Presence());
  }

  private static String familyOf(TraceJob job) {
    return job.spec().terms().profile().family();
  }
}
