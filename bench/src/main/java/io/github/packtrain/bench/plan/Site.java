package io.github.packtrain.bench.plan;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.CoreLimits;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** A core with its planner, driven as the master's loop drives them, on one thread. */
final class Site {
  private static final int PLACEMENTS_MAX = 10_000;
  private static final long LONG_RUN_MILLIS = 3_600_000;

  final CoreState state = new CoreState();
  private final Core core = new Core(state, CoreLimits.DEFAULT);
  private final UnaryOperator<Callable<Plan>> calls;
  private final Planner planner;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Running> running = new ArrayList<>();
  private final AttemptResult done = AttemptResult.succeeded(Map.of(), LONG_RUN_MILLIS);
  private Plan last = Plan.nothing(0);
  private List<Event.AttemptPlaced> lastPlaced = List.of();
  private long submissions;
  private long nowMillis = 1_700_000_000_000L;

  Site() {
    this(PlacementChoice.BEST_FIT);
  }

  Site(PlacementChoice placement) {
    this(new Planner(placement.create(), PLACEMENTS_MAX));
  }

  private Site(Planner planner) {
    this(planner, UnaryOperator.identity());
  }

  /** One that asks its planner in another way than to call it, such as on another thread. */
  Site(Planner planner, UnaryOperator<Callable<Plan>> calls) {
    this.planner = planner;
    this.calls = calls;
  }

  /** One whose planner does not say why a placement got its worker. */
  static Site withoutChoices(PlacementChoice placement) {
    return new Site(Planner.withoutChoices(placement.create(), PLACEMENTS_MAX));
  }

  /** An attempt and where it is. */
  record Running(AttemptId attempt, WorkerId worker) {}

  /** What the parts of one cycle took. */
  record Cycle(long viewNanos, long planNanos, long commitNanos, int placed) {
    long totalNanos() {
      return viewNanos + planNanos + commitNanos;
    }
  }

  void addWorkers(int count) {
    for (int i = 1; i <= count; i++) {
      addWorker(Mix.worker(i));
    }
  }

  void addWorker(WorkerSpec spec) {
    execute(new Command.RegisterWorker("uid-" + spec.name(), 1, spec, List.of()));
  }

  /** One job of that many tasks, without parameters of their own. */
  void submit(JobSpec spec, int tasks) {
    submit("ann", spec, tasks, List.of());
  }

  List<Event> submit(String user, JobSpec spec, int tasks, List<String> params) {
    return execute(
        new Command.SubmitJob(
            new Principal(user, Principal.Role.SUBMITTER),
            "submission-of-client-" + ++submissions,
            spec,
            tasks,
            params,
            false));
  }

  List<Event> execute(Command command) {
    return switch (core.handle(command, ++nowMillis)) {
      case Decision.Accepted(List<Event> events, var _) -> {
        for (Event event : events) {
          state.apply(event);
        }
        yield events;
      }
      case Decision.Rejected(var rejection) ->
          throw new IllegalStateException(command + " was rejected: " + rejection);
    };
  }

  /** View, plan, commit and apply. */
  Cycle cycle() {
    long start = System.nanoTime();
    PlanView view = state.planView(_ -> true, nowMillis, last);
    long viewed = System.nanoTime();
    Plan plan = plan(view);
    long planned = System.nanoTime();
    last = plan;
    List<Event> events = execute(new Command.CommitPlan(plan.viewPosition(), plan.placements()));
    long committed = System.nanoTime();
    lastPlaced = new ArrayList<>(events.size());
    for (Event event : events) {
      if (event instanceof Event.AttemptPlaced placed) {
        lastPlaced.add(placed);
        running.add(new Running(placed.attempt(), placed.worker()));
      }
    }
    return new Cycle(viewed - start, planned - viewed, committed - planned, events.size());
  }

  private Plan plan(PlanView view) {
    try {
      return calls.apply(() -> planner.plan(view)).call();
    } catch (Exception e) {
      throw new IllegalStateException("the planner failed", e);
    }
  }

  /** Of the last cycle. */
  List<Event.AttemptPlaced> lastPlaced() {
    return lastPlaced;
  }

  /** Cycles until nothing more fits. */
  void fill() {
    Cycle cycle = cycle();
    while (cycle.placed() > 0) {
      cycle = cycle();
    }
  }

  long nowMillis() {
    return nowMillis;
  }

  int runningTasks() {
    return running.size();
  }

  /** Ends that many attempts anywhere; answers the nanoseconds that handle and apply took. */
  long release(int count) {
    List<Running> ending = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(running.size());
      Running last = running.removeLast();
      ending.add(at < running.size() ? running.set(at, last) : last);
    }
    long start = System.nanoTime();
    for (Running one : ending) {
      execute(new Command.ReportEnded(one.worker(), one.attempt(), done));
    }
    return System.nanoTime() - start;
  }

  /** Nanoseconds that the reasons of each class took that the last cycle left over. */
  long[] reasonNanos() {
    long[] nanos = new long[last.blocked().size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = -System.nanoTime();
      if (last.blocked().get(i).reasons().isEmpty()) {
        throw new IllegalStateException(last.blocked().get(i).key() + " waits without a reason");
      }
      nanos[i] += System.nanoTime();
    }
    return nanos;
  }

  /** All that runs, in order of placement; they are no longer released by {@link #release}. */
  List<Running> takeRunning() {
    List<Running> all = List.copyOf(running);
    running.clear();
    return all;
  }

  /** Share of the devices' thousandths that is held. */
  double gpuUse() {
    long free = 0;
    long all = 0;
    for (var worker : state.workers()) {
      for (int i = 0; i < worker.free().devices(); i++) {
        free += worker.free().milli(i);
        all += 1_000;
      }
    }
    return all == 0 ? 0 : 1 - (double) free / all;
  }
}
