package io.github.packtrain.master.shell;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.Unranked;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.master.policy.CutOffException;
import io.github.packtrain.master.policy.UserPolicies;
import io.github.packtrain.session.loop.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans beside the loop, and ranks jobs where an order is a user's own. There is one thing to do at
 * a time: the loop gives the next when it has the answer.
 */
final class PlannerThread {
  private static final Logger LOG = LoggerFactory.getLogger(PlannerThread.class);

  private final BlockingQueue<Work> work = new ArrayBlockingQueue<>(1);
  private final PlacementInForce placement;
  private final UserPolicies policies;
  private final Inbox inbox;

  /** What the loop wants. */
  private sealed interface Work {
    record MakePlan(PlanView view, Optional<Setting> placement) implements Work {}

    record Rank(Unranked unranked) implements Work {}
  }

  PlannerThread(PlacementInForce placement, UserPolicies policies, Inbox inbox) {
    this.placement = placement;
    this.policies = policies;
    this.inbox = inbox;
  }

  void plan(PlanView view, Optional<Setting> set) {
    work.add(new Work.MakePlan(view, set));
  }

  void rank(Unranked unranked) {
    work.add(new Work.Rank(unranked));
  }

  /** Runs until interrupted. */
  void run() throws InterruptedException {
    while (true) {
      switch (work.take()) {
        case Work.MakePlan(PlanView view, Optional<Setting> set) -> makePlan(view, set);
        case Work.Rank(Unranked unranked) -> inbox.put(new Input.Ranked(ranks(unranked)), 0);
      }
    }
  }

  private void makePlan(PlanView view, Optional<Setting> set) throws InterruptedException {
    Plan plan;
    try {
      plan = placement.plan(view, set);
    } catch (CutOffException e) {
      String name = set.map(Setting::name).orElse("");
      LOG.error("the placement {} is cut off and the default takes over: {}", name, e.why());
      inbox.put(new Input.CutOff(new Command.CutOffPolicy("", name, e.why())), 0);
      plan = placement.usualPlan(view);
    }
    CrashPoint.pass("master.planner.planned");
    inbox.put(new Input.PlanMade(plan), 0);
  }

  private Command ranks(Unranked unranked) throws InterruptedException {
    Setting order = unranked.order();
    try {
      List<Long> keys = policies.call(order.name(), () -> policies.keys(order, unranked.jobs()));
      List<Event.Rank> ranks = new ArrayList<>(keys.size());
      for (int i = 0; i < keys.size(); i++) {
        ranks.add(new Event.Rank(unranked.jobs().get(i).job(), keys.get(i)));
      }
      return new Command.RankJobs(unranked.queue(), order.name(), ranks);
    } catch (CutOffException e) {
      LOG.error(
          "the order {} of queue {} is cut off and the default takes over: {}",
          order.name(),
          unranked.queue(),
          e.why());
      return new Command.CutOffPolicy(unranked.queue(), order.name(), e.why());
    }
  }
}
