package io.github.packtrain.core;

import io.github.packtrain.core.plan.Demand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What is asked of the cluster, for placement: tasks that may start or are placed, by class. It is
 * shown anew only when more than a twentieth of it has moved from some classes to others, for each
 * change costs the planner a new look at everything.
 *
 * <p>Not part of the recorded truth: a restored state shows what it has. Cost: one addition for
 * each class and cycle.
 */
final class DemandTable {
  private static final double MOVED = 0.05;

  private Demand shown = Demand.NONE;
  private long countedThen;

  /** The demand as these classes have it, which are all. */
  Demand of(Collection<TaskClass> classes) {
    long counted = 0;
    for (TaskClass taskClass : classes) {
      counted += taskClass.eligible + taskClass.active;
    }
    if (counted > 0 && (countedThen == 0 || moved(classes, counted) > MOVED)) {
      shown = new Demand(entries(classes));
      countedThen = counted;
    }
    return shown;
  }

  /** Share of the demand that is in other classes than when it was last shown. */
  private double moved(Collection<TaskClass> classes, long counted) {
    double moved = 0;
    for (TaskClass taskClass : classes) {
      double now = (double) (taskClass.eligible + taskClass.active) / counted;
      double then = (double) taskClass.inDemand / countedThen;
      moved += Math.max(0, now - then);
    }
    return moved;
  }

  private static List<Demand.Entry> entries(Collection<TaskClass> classes) {
    List<Demand.Entry> entries = new ArrayList<>(classes.size());
    for (TaskClass taskClass : classes) {
      taskClass.inDemand = taskClass.eligible + taskClass.active;
      if (taskClass.inDemand > 0) {
        entries.add(new Demand.Entry(taskClass.key.request(), taskClass.inDemand));
      }
    }
    entries.sort(Comparator.comparingLong((Demand.Entry entry) -> -entry.count()));
    return entries;
  }
}
