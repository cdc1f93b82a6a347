package io.github.packtrain.master.shadow;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.master.policy.CutOffException;
import io.github.packtrain.master.shadow.ShadowReport.Example;
import io.github.packtrain.master.shadow.ShadowReport.Tally;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans every view that the live policy plans once more, with another policy, and counts where it
 * decides otherwise. What it decides has no effect. It runs on a thread of its own; a view that
 * comes while it is busy is skipped and counted, so nobody waits for it. Held in memory: it ends
 * with the master. Thread-safe.
 */
public final class Shadow {
  static final int EXAMPLES_MAX = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
  private static final int EXAMPLES_PER_PLAN_MAX = 2;

  private final BlockingQueue<Seen> seen = new ArrayBlockingQueue<>(1);
  private final Maker maker;
  private @Nullable Course course;

  /** Makes the planner of a policy. */
  public interface Maker {
    Plans make(Setting policy);
  }

  /** A planner with one policy; for one thread. */
  public interface Plans {
    /**
     * @throws CutOffException when the policy is a user's own, and threw or stalled
     */
    Plan plan(PlanView view) throws CutOffException, InterruptedException;

    /** Processor time of the last plan. */
    long cpuNanos();
  }

  /** A view with the live plan of it. */
  private record Seen(Course course, PlanView view, Plan live, long liveNanos) {}

  /** One shadow from its start to its end; guarded by the shadow's lock, its planner apart. */
  private static final class Course {
    final Plans plans;
    final ArrayDeque<Example> examples = new ArrayDeque<>();
    Setting policy;
    boolean running = true;
    long compared;
    long skipped;
    long shadowNanos;
    long liveNanos;
    Tally tally = Tally.NONE;

    Course(Setting policy, Plans plans) {
      this.policy = policy;
      this.plans = plans;
    }
  }

  public Shadow(Maker maker) {
    this.maker = maker;
  }

  /** Starts one, in place of the one before. */
  public synchronized ShadowReport start(Setting policy) {
    Course next = new Course(policy, maker.make(policy));
    course = next;
    return report(next);
  }

  /** Ends it; what it found stays to be read. */
  public synchronized Optional<ShadowReport> stop() {
    if (course != null) {
      course.running = false;
    }
    return report();
  }

  /** What it found so far, or the last one did; empty when there was none. */
  public synchronized Optional<ShadowReport> report() {
    return Optional.ofNullable(course).map(Shadow::report);
  }

  private static ShadowReport report(Course course) {
    return new ShadowReport(
        course.policy,
        course.running,
        course.compared,
        course.skipped,
        course.tally,
        course.shadowNanos,
        course.liveNanos,
        List.copyOf(course.examples));
  }

  /** From the planner's thread: never waits. */
  public synchronized void offer(PlanView view, Plan live, long liveNanos) {
    Course now = course;
    if (now != null && now.running && !seen.offer(new Seen(now, view, live, liveNanos))) {
      now.skipped++;
    }
  }

  /** Runs until interrupted. */
  public void run() throws InterruptedException {
    while (true) {
      compare(seen.take());
    }
  }

  private void compare(Seen next) throws InterruptedException {
    try {
      Plan plan = next.course.plans.plan(next.view);
      Comparison.Result found =
          Comparison.of(
              next.view, next.live, plan, System.currentTimeMillis(), EXAMPLES_PER_PLAN_MAX);
      add(next, found);
    } catch (CutOffException e) {
      end(next.course, e.why());
    } catch (RuntimeException e) {
      // What has no effect must not end what has.
      LOG.error("the shadow {} failed and ends", next.course.policy.name(), e);
      end(next.course, "INTERNAL: " + e);
    }
  }

  private synchronized void add(Seen next, Comparison.Result found) {
    Course to = next.course;
    to.compared++;
    to.shadowNanos += to.plans.cpuNanos();
    to.liveNanos += next.liveNanos;
    to.tally = to.tally.plus(found.tally());
    for (Example example : found.examples()) {
      if (to.examples.size() == EXAMPLES_MAX) {
        to.examples.removeFirst();
      }
      to.examples.add(example);
    }
  }

  private synchronized void end(Course cut, String why) {
    cut.running = false;
    cut.policy = cut.policy.cutOff(why);
  }
}
