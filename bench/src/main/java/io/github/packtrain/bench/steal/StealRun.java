package io.github.packtrain.bench.steal;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.CoreLimits;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.StealingRule;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One seed on virtual time: the real core and planner, and workers that start what they have when
 * its place is free, without asking. Messages take a while in both directions; what is asked back
 * and has started meanwhile stays.
 */
final class StealRun {
  private static final int WORKERS = 16;
  private static final int PLACES = 4;
  private static final int JOBS = 120;
  private static final int TASKS_MAX = 160;
  private static final double MEDIAN_MILLIS = 60;
  private static final double SIGMA = 1.2;
  private static final double LOAD = 0.8;
  private static final long DELAY_MILLIS = 5;
  private static final int STEALS_PER_TICK = 256;

  private final long seed;
  private final SplittableRandom random;
  private final @Nullable StealingRule rule;
  private final long tickMillis;
  private final CoreState state = new CoreState();
  private final Core core = new Core(state, CoreLimits.DEFAULT);
  private final Planner planner = Planner.withoutChoices(PlacementChoice.BEST_FIT.create(), 10_000);
  private final PriorityQueue<Due> due = new PriorityQueue<>();

  /** What a worker has that has not started there, with whom it waits for. */
  private final TreeMap<AttemptId, AttemptId> waiting = new TreeMap<>();

  /** Given back, with whom it had waited for. */
  private final TreeMap<AttemptId, AttemptId> givenBack = new TreeMap<>();

  private final TreeSet<AttemptId> running = new TreeSet<>();
  private final TreeSet<AttemptId> onTheWay = new TreeSet<>();

  private final TreeMap<JobId, Long> submitted = new TreeMap<>();
  private final TreeMap<JobId, Long> lengths = new TreeMap<>();
  private final TreeSet<AttemptId> asked = new TreeSet<>();
  private Plan last = Plan.nothing(0);
  private long now;
  private long numbers;
  private double waitedMillis;
  private double jobsMillis;
  private int tasks;
  private int moved;
  private int inVain;

  /** What came of it; times in milliseconds. */
  record Outcome(
      double taskMillis, double jobMillis, double endMillis, double moved, double inVain) {}

  private record Due(long atMillis, long number, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * @param rule null when nobody steals
   */
  StealRun(long seed, @Nullable StealingRule rule, long tickMillis) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.rule = rule;
    this.tickMillis = tickMillis;
  }

  Outcome run() {
    for (int w = 0; w < WORKERS; w++) {
      Resources all = new Resources(PLACES * 1_000, 1L << 36, 0);
      WorkerSpec spec = WorkerSpec.of("w" + w, all, List.of());
      submit(new Command.RegisterWorker("u" + w, 1, spec, List.of()));
    }
    double mean = MEDIAN_MILLIS * StrictMath.exp(SIGMA * SIGMA / 2);
    double between = mean * (TASKS_MAX / 2.0) / (LOAD * WORKERS * PLACES);
    double at = 0;
    for (int j = 0; j < JOBS; j++) {
      at += -StrictMath.log(1 - random.nextDouble()) * between;
      after((long) at, this::arrive);
    }
    after(tickMillis, this::tick);
    while (!isOver()) {
      Due next = due.remove();
      now = next.atMillis;
      next.action.run();
      plan();
    }
    return new Outcome(waitedMillis / tasks, jobsMillis / JOBS, now, moved, inVain);
  }

  private boolean isOver() {
    return submitted.size() == JOBS
        && state.waitingTasks() == 0
        && running.isEmpty()
        && onTheWay.isEmpty()
        && waiting.isEmpty();
  }

  private void after(long millis, Runnable action) {
    due.add(new Due(now + millis, numbers++, action));
  }

  private List<Event> submit(Command command) {
    return switch (core.handle(command, now)) {
      case Decision.Accepted accepted -> {
        accepted.events().forEach(state::apply);
        yield accepted.events();
      }
      case Decision.Rejected rejected -> throw new IllegalStateException(rejected.toString());
    };
  }

  /** All tasks of all jobs are of one class, as in a sweep; the first of a job teach its length. */
  private void arrive() {
    int count = 1 + random.nextInt(TASKS_MAX);
    Request request = new Request(new Resources(1_000, 0, 0), GpuRequest.NONE, Map.of());
    JobSpec spec = JobSpec.of("sweep", request, new TaskBody.Handler("noop", ""));
    String name = "s" + submitted.size();
    List<Event> events =
        submit(new Command.SubmitJob(Principal.SYSTEM, name, spec, count, List.of(), false));
    submitted.put(((Event.JobAdmitted) events.getFirst()).job(), now);
  }

  private void plan() {
    if (!state.hasEligibleTasks()) {
      return;
    }
    last = planner.plan(state.planView(_ -> true, now, last));
    for (Event event : submit(new Command.CommitPlan(last.viewPosition(), last.placements()))) {
      if (event instanceof Event.AttemptPlaced placed) {
        AttemptId behind = placed.behind();
        after(DELAY_MILLIS, () -> received(placed.worker(), placed.attempt(), behind));
        onTheWay.add(placed.attempt());
      }
    }
  }

  /** It runs when the one before it has ended there, which may be while it was on its way. */
  private void received(WorkerId worker, AttemptId attempt, @Nullable AttemptId behind) {
    onTheWay.remove(attempt);
    AttemptId ahead = behind;
    while (ahead != null && givenBack.containsKey(ahead)) {
      ahead = givenBack.get(ahead);
    }
    if (ahead != null && (running.contains(ahead) || waiting.containsKey(ahead))) {
      waiting.put(attempt, ahead);
    } else {
      start(worker, attempt);
    }
  }

  private void start(WorkerId worker, AttemptId attempt) {
    running.add(attempt);
    long task = attempt.task().job().value() * TASKS_MAX + attempt.task().index();
    double deviation = new SplittableRandom(seed * 1_000_003 + task).nextGaussian();
    long run = Math.max(1, (long) (MEDIAN_MILLIS * StrictMath.exp(SIGMA * deviation)));
    after(DELAY_MILLIS, () -> report(new Command.ReportStarted(worker, attempt), attempt));
    after(run, () -> ended(worker, attempt, run));
  }

  private void ended(WorkerId worker, AttemptId attempt, long run) {
    running.remove(attempt);
    for (AttemptId next : List.copyOf(waiting.keySet())) {
      if (attempt.equals(waiting.get(next))) {
        waiting.remove(next);
        start(worker, next);
      }
    }
    JobId job = attempt.task().job();
    long came = submitted.getOrDefault(job, now);
    waitedMillis += now - came;
    tasks++;
    jobsMillis += now - Math.max(came, lengths.getOrDefault(job, came));
    lengths.put(job, now);
    AttemptResult result = AttemptResult.succeeded(Map.of(), run);
    after(DELAY_MILLIS, () -> report(new Command.ReportEnded(worker, attempt, result), attempt));
  }

  private void report(Command command, AttemptId attempt) {
    if (state.findAttempt(attempt).isPresent()) {
      submit(command);
    }
  }

  private void tick() {
    for (Event event : submit(new Command.Tick())) {
      if (event instanceof Event.AttemptStopRequested stop) {
        after(DELAY_MILLIS, () -> askedBack(stop.attempt()));
      }
    }
    if (rule != null) {
      for (AttemptId attempt : state.stealable(rule, _ -> true, STEALS_PER_TICK)) {
        if (asked.add(attempt)) {
          after(DELAY_MILLIS, () -> askedBack(attempt));
        }
      }
    }
    after(tickMillis, this::tick);
  }

  /** The worker gives it back if it waits there; those behind it move up. */
  private void askedBack(AttemptId attempt) {
    AttemptId ahead = waiting.remove(attempt);
    if (ahead == null) {
      inVain++;
      return;
    }
    givenBack.put(attempt, ahead);
    waiting.replaceAll((_, before) -> before.equals(attempt) ? ahead : before);
    moved++;
    state
        .findAttempt(attempt)
        .ifPresent(
            view ->
                after(
                    DELAY_MILLIS,
                    () -> report(new Command.ReportWithdrawn(view.worker(), attempt), attempt)));
  }
}
