package io.github.packtrain.core;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * A core with its state and its journal in memory, as the master's loop uses them. Tests of the
 * laws plant their defects by overriding one of the steps.
 */
class Rig {
  static final CoreLimits SMALL = new CoreLimits(50, 300, 40, 2_000, 100, 5, 20_000, 30_000);

  final CoreLimits limits;
  CoreState state = new CoreState();
  Core core;
  final List<Event> journal = new ArrayList<>();
  private Plan last = Plan.nothing(0);

  Rig(CoreLimits limits) {
    this.limits = limits;
    this.core = new Core(state, limits);
  }

  Rig() {
    this(SMALL);
  }

  /** One command all the way: decided, applied, recorded. */
  Decision submit(Command command, long nowMillis) {
    Decision decision = handle(command, nowMillis);
    if (decision instanceof Decision.Accepted(List<Event> events, Decision.Reply _)) {
      for (Event event : events) {
        apply(event);
        record(event);
      }
    }
    return decision;
  }

  Decision handle(Command command, long nowMillis) {
    return core.handle(command, nowMillis);
  }

  void apply(Event event) {
    state.apply(event);
  }

  void record(Event event) {
    journal.add(event);
  }

  List<Event> snapshot() {
    return state.snapshot();
  }

  Plan plan(PlacementChoice policy, int placementsMax) {
    last = new Planner(policy.create(), placementsMax).plan(state.planView(_ -> true, last));
    return last;
  }

  /** Goes on from a rebuilt state, as after a restart. */
  void restartFrom(CoreState rebuilt) {
    state = rebuilt;
    core = new Core(state, limits);
  }
}
