package io.github.packtrain.core;

import io.github.packtrain.core.order.Backfill;
import io.github.packtrain.core.order.Experience;
import io.github.packtrain.core.order.Order;
import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.order.Standing;
import io.github.packtrain.core.policy.Setting;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A queue: its order, and what it learned for it. */
final class QueueRecord {
  /** The order looks at what was learned when there is that much more of it: one part in eight. */
  private static final int NEWS = 8;

  final String name;
  Order order = Orders.DEFAULT;

  /** Whether somebody gave it an order; only then it learns. */
  boolean configured;

  Backfill backfill = Backfill.NONE;

  Map<String, String> options = Map.of();
  String orderName = Orders.DEFAULT.name();
  String by = "";

  /** Why its order was cut off and the default decides; empty when it was not. */
  String problem = "";

  long configuredAtMillis;

  /** Classes of this queue in the live state. */
  int classes;

  /** In the order in which they ended. */
  final ArrayDeque<Experience.Sample> samples = new ArrayDeque<>();

  /** Live jobs whose place is to be found anew, where the order is a user's own. */
  final TreeSet<Long> unranked = new TreeSet<>();

  /** How many came since the order looked. */
  int fresh;

  /** What the keys of this queue were made with. */
  Experience seen = Experience.NONE;

  QueueRecord(String name) {
    this.name = name;
  }

  void configure(Event.QueueConfigured e) {
    order = Orders.ofAny(e.order(), e.options());
    orderName = e.order();
    problem = "";
    unranked.clear();
    options = new TreeMap<>(e.options());
    by = e.by();
    configuredAtMillis = e.atMillis();
    backfill = Orders.backfillOf(e.options());
    configured = true;
  }

  void cutOff(String why) {
    order = Orders.DEFAULT;
    problem = why;
    unranked.clear();
  }

  /** Its order, and since when. */
  Setting setting() {
    return new Setting(orderName, options, by, configuredAtMillis, problem);
  }

  void learn(Experience.Sample sample) {
    if (configured) {
      samples.add(sample);
      fresh++;
    }
  }

  boolean hasNews() {
    return fresh > 0 && fresh * NEWS >= seen.samples().size();
  }

  /** From now on keys are made with all that was learned but the newest {@code rest}. */
  void look(int rest) {
    while (samples.size() - rest > Experience.SAMPLES_MAX) {
      samples.removeFirst();
    }
    seen = new Experience(samples.stream().limit(samples.size() - rest).toList());
    fresh = rest;
  }

  long keyOf(JobRecord job) {
    if (order.isRanked()) {
      return job.course().rank;
    }
    return order == Orders.DEFAULT ? 0 : order.key(standingOf(job, 0), seen);
  }

  /** The job's standing if its running attempts were taken back now. */
  Standing standingAt(JobRecord job, long nowMillis) {
    long more = 0;
    for (TaskRecord task : job.tasks()) {
      if (task.status instanceof AttemptRecord attempt && attempt.startedAtMillis > 0) {
        more += Math.max(0, nowMillis - attempt.startedAtMillis);
      }
    }
    return standingOf(job, more);
  }

  private static Standing standingOf(JobRecord job, long more) {
    Course course = job.course();
    return new Standing(
        job.spec.priority(),
        job.submittedAtMillis,
        job.spec.terms().deadlineMillis(),
        job.spec.terms().estimateMillis(),
        job.count - job.endedCount(),
        job.taskClass.key.gang(),
        job.widthMilli(),
        course.servedMillis + more,
        course.openServedMillis + more,
        course.openKeptMillis);
  }
}
