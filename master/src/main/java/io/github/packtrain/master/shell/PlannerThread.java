package io.github.packtrain.master.shell;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.session.loop.Input;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Plans beside the loop. There is one view at a time: the loop gives the next after the plan. */
final class PlannerThread {
  private final BlockingQueue<PlanView> views = new ArrayBlockingQueue<>(1);
  private final Planner planner;
  private final Inbox inbox;

  PlannerThread(Planner planner, Inbox inbox) {
    this.planner = planner;
    this.inbox = inbox;
  }

  void plan(PlanView view) {
    views.add(view);
  }

  /** Runs until interrupted. */
  void run() throws InterruptedException {
    while (true) {
      Plan plan = planner.plan(views.take());
      CrashPoint.pass("master.planner.planned");
      inbox.put(new Input.PlanMade(plan), 0);
    }
  }
}
