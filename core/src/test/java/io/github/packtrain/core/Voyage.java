package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Accepted;
import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.explain.Explanation;
import io.github.packtrain.core.explain.Scene;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One seed's way through random commands, with every law asked after each, and replay and restore
 * at random points.
 */
final class Voyage {
  private final Rig rig;
  private final Chaos chaos;
  private final Witness witness = new Witness();
  private final StringBuilder log = new StringBuilder();
  private long nowMillis = 1_700_000_000_000L;
  private List<String> violations = List.of();

  private Voyage(long seed, Rig rig) {
    this.rig = rig;
    this.chaos = new Chaos(seed);
  }

  /** What broke first, with the command that broke it; empty when every law held throughout. */
  static List<String> violations(long seed, int steps, Rig rig) {
    Voyage voyage = new Voyage(seed, rig);
    voyage.sail(steps);
    return voyage.violations;
  }

  /** Every event of the voyage as text. */
  static String log(long seed, int steps, Rig rig) {
    Voyage voyage = new Voyage(seed, rig);
    voyage.sail(steps);
    return voyage.log.toString();
  }

  private void sail(int steps) {
    for (int step = 0; step < steps && violations.isEmpty(); step++) {
      nowMillis += chaos.pauseMillis();
      Command command = chaos.next(rig);
      List<String> found = new ArrayList<>();
      try {
        found.addAll(step(command));
      } catch (RuntimeException e) {
        found.add("threw " + e + " at " + List.of(e.getStackTrace()).subList(0, 4));
      }
      if (!found.isEmpty()) {
        found.addFirst("step " + step + ": " + command);
        violations = found;
      }
    }
  }

  private List<String> step(Command command) {
    List<String> found = new ArrayList<>();
    boolean compare = chaos.oneIn(25);
    CoreState restored = rig.state;
    if (compare) {
      restored = Laws.rebuild(rig.snapshot());
      found.addAll(Laws.differences(Laws.rebuild(rig.journal).snapshot(), rig.snapshot()));
    }

    Decision decision = rig.submit(command, nowMillis);
    witness.saw(command, decision);
    if (decision instanceof Accepted(List<Event> events, Decision.Reply _)) {
      events.forEach(event -> log.append(event).append('\n'));
    }
    found.addAll(witness.violations());
    found.addAll(Laws.violations(rig.state));
    if (compare) {
      found.addAll(Laws.replayViolations(rig.state));
      found.addAll(decidesAlike(restored, command, decision));
      found.addAll(planLaws());
    }
    if (chaos.oneIn(60)) {
      rig.restartFrom(Laws.rebuild(rig.snapshot()));
      chaos.restarted();
    }
    return found;
  }

  /** A restored state decides as the live one did; plans apart, whose class ids are its own. */
  private List<String> decidesAlike(CoreState restored, Command command, Decision decision) {
    if (command instanceof Command.CommitPlan) {
      return List.of();
    }
    Decision other = new Core(restored, rig.limits).handle(command, nowMillis);
    return other.equals(decision)
        ? List.of()
        : List.of("restored, it decides " + other + ", live it decided " + decision);
  }

  private List<String> planLaws() {
    var view = rig.state.planView(_ -> true);
    Plan plan = new Planner(PlacementChoice.BEST_FIT.create(), 5).plan(view);
    List<String> found = new ArrayList<>(Laws.planViolations(view, plan));
    for (JobView job : rig.state.jobsBefore(Long.MAX_VALUE, 3, job -> job.waiting() > 0)) {
      Explanation why =
          Explainer.explain(
              rig.state,
              new Scene(plan, _ -> true, PlacementChoice.BEST_FIT, 0),
              job.id(),
              OptionalInt.empty());
      if (why.reasons().isEmpty() || why.summary().isEmpty()) {
        found.add(job.id() + " waits without a reason");
      }
      why.reasons().forEach(reason -> found.addAll(unspeakable(reason)));
    }
    return found;
  }

  private static List<String> unspeakable(Reason reason) {
    return Explainer.sentence(reason).isBlank() ? List.of("no words for " + reason) : List.of();
  }
}
