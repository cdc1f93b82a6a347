package io.github.packtrain.simulator.replay;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.CoreLimits;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.Laws;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.trace.TraceJob;
import io.github.packtrain.simulator.trace.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run of a workload under one policy. Events are arrivals, ends of tasks and, for orders that
 * ask for them, reviews; those of one moment are one event, ends first. After each of them the core
 * plans, in no time.
 */
public final class Replay {
  private static final int PLACEMENTS_MAX = 1_000_000;
  private static final long LONG = Long.MAX_VALUE / 4;
  private static final CoreLimits LIMITS =
      new CoreLimits(
          10_000_000,
          LONG,
          Integer.MAX_VALUE,
          CoreLimits.DEFAULT.specCharsMax(),
          CoreLimits.DEFAULT.paramsCharsMax(),
          CoreLimits.DEFAULT.endedJobsMax(),
          LONG,
          LONG);

  /** The core's clock does not begin at 0, which would mean "not started". */
  private static final long EPOCH = 1;

  private final Workload workload;
  private final Protocol protocol;
  private final World world;
  private final boolean checked;
  private final CoreState state = new CoreState();
  private final Core core = new Core(state, LIMITS);
  private final Planner planner;
  private final Ledger ledger;
  private final Waste waste;
  private final TreeMap<TaskId, Work> works = new TreeMap<>();
  private final TreeSet<Work> running =
      new TreeSet<>(Comparator.comparingLong(Work::endsAt).thenComparing(work -> work.id));

  /** What workers will tell the core as soon as it has made up its mind. */
  private final List<Command> reports = new ArrayList<>();

  private int nextJob;
  private Plan lastPlan = Plan.nothing(0);
  private long now;

  private Replay(
      Workload workload, Protocol protocol, Policy policy, World world, boolean checked) {
    this.workload = workload;
    this.protocol = protocol;
    this.world = world;
    this.checked = checked;
    this.planner = Planner.withoutChoices(policy.placement().create(), PLACEMENTS_MAX);
    this.ledger = new Ledger(workload);
    this.waste = new Waste(workload);
    configure(policy);
    for (WorkerSpec worker : workload.workers()) {
      tell(new Command.RegisterWorker("uid-" + worker.name(), 1, worker, List.of()));
    }
  }

  /** Runs it to the end of the last job. */
  public static Outcomes run(Workload workload, Protocol protocol, Policy policy) {
    return run(workload, protocol, policy, World.AS_RECORDED);
  }

  /** The same in a world of its own. */
  public static Outcomes run(Workload workload, Protocol protocol, Policy policy, World world) {
    return new Replay(workload, protocol, policy, world, false).run();
  }

  /** The same, and after every command all laws of the core are checked; slow. */
  public static Outcomes runChecked(
      Workload workload, Protocol protocol, Policy policy, World world) {
    return new Replay(workload, protocol, policy, world, true).run();
  }

  private void configure(Policy policy) {
    TreeSet<String> queues = new TreeSet<>();
    workload.jobs().forEach(job -> queues.add(job.spec().queue()));
    for (String queue : queues) {
      tell(new Command.ConfigureQueue(Principal.SYSTEM, queue, policy.order(), policy.options()));
    }
  }

  private Outcomes run() {
    for (long at = nextMoment(); at != Long.MAX_VALUE; at = nextMoment()) {
      ledger.pass(now, at);
      now = at;
      endWhatEnds();
      arrive();
      if (clock() >= state.nextDueMillis()) {
        tell(new Command.Tick());
      }
      if (state.repacks()) {
        takeBack();
      }
      plan();
      ledger.stands(state.waitingTasks(), waste.milli(state.planView(_ -> true).workers()));
    }
    return ledger.outcomes(now);
  }

  private long clock() {
    return now + EPOCH;
  }

  // ---- what comes next

  private long nextMoment() {
    long next = Long.MAX_VALUE;
    if (nextJob < workload.jobs().size()) {
      next = workload.jobs().get(nextJob).arrival();
    }
    if (!running.isEmpty()) {
      next = Math.min(next, running.first().endsAt());
    }
    if (state.nextDueMillis() != Long.MAX_VALUE) {
      next = Math.min(next, Math.max(now, state.nextDueMillis() - EPOCH));
    }
    return state.repacks() ? Math.min(next, nextReview()) : next;
  }

  /** When the place of somebody who runs would change. */
  private long nextReview() {
    long next = Long.MAX_VALUE;
    long grain = protocol.reviewGrainTicks();
    for (Work work : running) {
      long after = state.reviewAfterMillis(work.attempt(), clock());
      if (after != Long.MAX_VALUE) {
        long ran = state.servedMillis(work.attempt(), clock());
        long whole = (ran + after + grain - 1) / grain * grain;
        next = Math.min(next, now + Math.max(1, whole - ran));
      }
    }
    return next;
  }

  // ---- what the world does

  private void endWhatEnds() {
    List<Work> over = new ArrayList<>();
    while (!running.isEmpty() && running.first().endsAt() <= now) {
      over.add(running.removeFirst());
    }
    for (Work work : over) {
      AttemptId attempt = work.attempt();
      WorkerId worker = work.worker();
      long ran = work.ran(now);
      Outcome outcome = work.fails() ? Outcome.FAILED : Outcome.SUCCEEDED;
      stopped(work);
      if (work.fails()) {
        ledger.lost(work, ran);
        work.stopLosing(now);
      } else {
        work.end(now);
        ledger.ended(work, now);
      }
      AttemptResult result = new AttemptResult(outcome, 0, 0, "", Map.of(), ran);
      tell(new Command.ReportEnded(worker, attempt, result));
    }
  }

  private void arrive() {
    while (nextJob < workload.jobs().size() && workload.jobs().get(nextJob).arrival() <= now) {
      TraceJob job = workload.jobs().get(nextJob);
      nextJob++;
      Decision decision =
          tell(
              new Command.SubmitJob(
                  new Principal(job.owner(), Principal.Role.SUBMITTER),
                  "s" + nextJob,
                  onThisClock(job),
                  job.tasks(),
                  List.of(),
                  false));
      if (decision
          instanceof Decision.Accepted(var _, Decision.Reply.JobAccepted(JobId id, var _, var _))) {
        for (int index = 0; index < job.tasks(); index++) {
          TaskId task = new TaskId(id, index);
          works.put(task, new Work(task, job));
        }
      }
    }
  }

  private static JobSpec onThisClock(TraceJob job) {
    Terms terms = job.spec().terms();
    return terms.deadlineMillis() == 0
        ? job.spec()
        : job.spec().withTerms(terms.withDeadline(terms.deadlineMillis() + EPOCH));
  }

  // ---- what the core does

  private void takeBack() {
    List<Command.Progress> progress = new ArrayList<>(running.size());
    for (Work work : running) {
      progress.add(new Command.Progress(work.attempt(), work.progress(now)));
    }
    tell(new Command.Repack(progress));
  }

  private void plan() {
    boolean more = true;
    while (more) {
      PlanView view = state.planView(_ -> true, clock(), lastPlan);
      Plan plan = planner.plan(view);
      lastPlan = plan;
      Decision decision = tell(new Command.CommitPlan(view.position(), plan.placements()));
      boolean cut = plan.blocked().stream().anyMatch(Plan.Blocked::cutShort);
      more =
          decision
                  instanceof
                  Decision.Accepted(var _, Decision.Reply.PlanCommitted(int placed, int dropped))
              && (dropped > 0 || (placed > 0 && cut));
    }
  }

  private Decision tell(Command command) {
    Decision decision = core.handle(command, clock());
    switch (decision) {
      case Decision.Accepted(List<Event> events, var _) -> {
        events.forEach(state::apply);
        events.forEach(this::react);
        check(command);
      }
      case Decision.Rejected(var rejection) ->
          throw new IllegalStateException(command + " was refused: " + rejection);
    }
    while (!reports.isEmpty()) {
      tell(reports.removeFirst());
    }
    return decision;
  }

  private void check(Command command) {
    List<String> broken = checked ? Laws.violations(state) : List.of();
    if (!broken.isEmpty()) {
      throw new IllegalStateException("after " + command + " at " + now + ": " + broken);
    }
  }

  private Work workOf(AttemptId attempt) {
    Work work = works.get(attempt.task());
    if (work == null) {
      throw new IllegalStateException("nobody submitted " + attempt);
    }
    return work;
  }

  private void react(Event event) {
    switch (event) {
      case Event.AttemptPlaced placed -> begin(placed);
      case Event.AttemptRequeued requeued -> {
        Work work = workOf(requeued.attempt());
        running.remove(work);
        stopped(work);
        ledger.lost(work, work.ran(now) - requeued.keptMillis());
        work.stopKeeping(now);
      }
      case Event.AttemptStopRequested request -> giveUp(request);
      default -> {}
    }
  }

  /** The worker ends it at once; its work is lost. */
  private void giveUp(Event.AttemptStopRequested request) {
    Work work = workOf(request.attempt());
    running.remove(work);
    stopped(work);
    ledger.lost(work, work.ran(now));
    reports.add(
        new Command.ReportEnded(
            work.worker(),
            request.attempt(),
            AttemptResult.ended(request.reason(), "asked to stop")));
    work.stopLosing(now);
  }

  private void stopped(Work work) {
    ledger.stopped(work);
    world.left(work.job, work.worker().value() - 1, now);
  }

  private void begin(Event.AttemptPlaced placed) {
    Work work = workOf(placed.attempt());
    if (work.wasPlaced() && !work.goesOn(placed.worker(), now)) {
      ledger.requeued();
    }
    int at = placed.worker().value() - 1;
    World.Course course =
        world.course(
            new World.Start(
                work.job,
                work.id.index(),
                placed.attempt().number(),
                at,
                workload.workers().get(at),
                work.left(),
                now));
    work.start(placed.attempt(), placed.worker(), now, course, protocol);
    running.add(work);
    ledger.started(work, now);
    reports.add(new Command.ReportStarted(placed.worker(), placed.attempt()));
  }
}
