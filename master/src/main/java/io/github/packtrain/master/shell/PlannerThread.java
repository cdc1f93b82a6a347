package io.github.packtrain.master.shell;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.PolicyRefused;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.session.loop.Input;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans beside the loop, with the placement that is set. There is one view at a time: the loop
 * gives the next after the plan.
 */
final class PlannerThread {
  private static final Logger LOG = LoggerFactory.getLogger(PlannerThread.class);

  private final BlockingQueue<Work> work = new ArrayBlockingQueue<>(1);
  private final PlacementChoice usual;
  private final int placementsMax;
  private final Inbox inbox;
  private PlacementChoice choice;
  private Planner planner;

  private record Work(PlanView view, Optional<Setting> placement) {}

  /**
   * @param usual where tasks go when nobody has set another placement
   */
  PlannerThread(PlacementChoice usual, int placementsMax, Inbox inbox) {
    this.usual = usual;
    this.placementsMax = placementsMax;
    this.inbox = inbox;
    this.choice = usual;
    this.planner = new Planner(usual.create(), placementsMax);
  }

  void plan(PlanView view, Optional<Setting> placement) {
    work.add(new Work(view, placement));
  }

  /** Runs until interrupted. */
  void run() throws InterruptedException {
    while (true) {
      Work next = work.take();
      choose(next.placement.map(this::choiceOf).orElse(usual));
      Plan plan = planner.plan(next.view);
      CrashPoint.pass("master.planner.planned");
      inbox.put(new Input.PlanMade(plan), 0);
    }
  }

  private void choose(PlacementChoice wanted) {
    if (!wanted.equals(choice)) {
      LOG.info("tasks are placed by {} from now on, no longer by {}", wanted, choice);
      choice = wanted;
      planner = new Planner(wanted.create(), placementsMax);
    }
  }

  /** A journal may name what this release does not have. */
  private PlacementChoice choiceOf(Setting setting) {
    try {
      return new PlacementChoice(setting.name(), setting.options());
    } catch (PolicyRefused e) {
      LOG.error("the placement that was set cannot be used; {} is: {}", usual, e.getMessage());
      return usual;
    }
  }
}
