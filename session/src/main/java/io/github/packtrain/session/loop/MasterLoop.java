package io.github.packtrain.session.loop;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.Unranked;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.place.StealingRule;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The master's loop: takes inputs, lets the core decide, applies, and says what is to be recorded
 * and done.
 *
 * <p>One owner thread. The caller records a batch's facts before it carries out the effects; it may
 * take the next step meanwhile. Plans are made elsewhere: a batch may carry a view, the plan comes
 * back as an input.
 */
public final class MasterLoop {
  /** Housekeeping that is not urgent runs every so many ticks. */
  private static final int TICKS_PER_HOUSEKEEPING = 10;

  private static final int RANKED_MAX = 1_000;

  /** Bound of what one step does for jobs that waited for others. */
  private static final int SETTLED_FACTS_MAX = 20_000;

  private static final int STEALS_PER_TICK = 256;

  private final World world;
  private final Policies policies;
  private final Core core;
  private final StealingRule stealing;
  private final StudyDriver studies;
  private final Fleetwatch fleet;
  private Plan lastPlan = Plan.nothing(0);
  private boolean planWanted = true;
  private boolean planRunning;
  private boolean presenceChanged = true;
  private long ticks;

  /**
   * @param world as recovered from the journal; from now on owned by the loop
   * @param nowMillis all leases start full now
   */
  public MasterLoop(LoopOptions options, World world, long nowMillis) {
    this(options, world, Policies.BUILT_IN, nowMillis);
  }

  /**
   * The same where users have policies of their own.
   *
   * @param policies those that can be set
   */
  public MasterLoop(LoopOptions options, World world, Policies policies, long nowMillis) {
    this.world = world;
    this.stealing = options.stealing();
    this.policies = policies;
    this.core = new Core(world.core(), options.limits(), policies);
    this.studies = new StudyDriver(world, core);
    this.fleet = new Fleetwatch(options, world.core(), nowMillis);
  }

  /**
   * Handles the inputs in order.
   *
   * @param nowMillis a clock that never goes back
   */
  public Batch step(List<Input> inputs, long nowMillis) {
    Step step = new Step(nowMillis, world, core, this::react);
    for (Input input : inputs) {
      handle(input, step);
    }
    settle(step);
    fleet.flush(step.effects);
    Optional<Unranked> unranked = unranked();
    Optional<PlanView> view = unranked.isEmpty() ? planView(nowMillis) : Optional.empty();
    return new Batch(step.facts, step.effects, view, presence(), unranked);
  }

  private void handle(Input input, Step step) {
    switch (input) {
      case Input.Call(Request request, long token) ->
          step.effects.add(new Effect.Reply(token, answer(request, step)));
      case Input.FromWorker message -> {
        // A worker that comes back as it was is no fact, but there is room again.
        boolean room = fleet.received(message, step, this::reportMeasured);
        presenceChanged |= room;
        planWanted |= room;
      }
      case Input.Closed(long connection) -> {
        planWanted |= fleet.closed(connection, step);
        presenceChanged = true;
      }
      case Input.PlanMade(Plan plan) -> commit(plan, step);
      case Input.Ranked(Command command) -> {
        planRunning = false;
        planWanted = true;
        step.execute(command);
      }
      case Input.CutOff(Command.CutOffPolicy command) -> step.execute(command);
      case Input.ReadLog read -> fleet.readLog(read, step);
      case Input.CancelLog(long token) -> fleet.cancelLog(token, step);
      case Input.Tick _ -> tick(step);
    }
  }

  // ---- requests

  private Answer answer(Request request, Step step) {
    return switch (request) {
      case Request.Commands(List<Command> commands) -> answer(commands, step);
      case Request.CreateStudy create -> studies.create(create, step);
      case Request.OfStudy command -> studies.command(command, step);
    };
  }

  /** All or none: with several commands, each is tried against the present first. */
  private Answer answer(List<Command> commands, Step step) {
    if (commands.size() > 1) {
      for (Command command : commands) {
        if (core.handle(command, step.nowMillis)
            instanceof Decision.Rejected(Rejection rejection)) {
          return new Answer.Rejected(rejection);
        }
      }
    }
    List<Decision.Reply> replies = new ArrayList<>(commands.size());
    for (Command command : commands) {
      switch (step.execute(command)) {
        case Decision.Accepted accepted -> replies.add(accepted.reply());
        case Decision.Rejected(Rejection rejection) -> {
          return new Answer.Rejected(rejection);
        }
      }
    }
    return new Answer.Accepted(replies);
  }

  /** Who waited for what ended in this step goes on with it; a very long chain in later ones. */
  private void settle(Step step) {
    int before = step.facts.size();
    while (world.core().hasUnsettledDependencies()
        && step.facts.size() - before < SETTLED_FACTS_MAX) {
      step.execute(new Command.SettleDependencies());
    }
  }

  // ---- planning

  private void commit(Plan plan, Step step) {
    planRunning = false;
    lastPlan = plan;
    presenceChanged = true;
    Decision decision =
        step.execute(new Command.CommitPlan(plan.viewPosition(), plan.placements()));
    if (decision
        instanceof
        Decision.Accepted(var _, Decision.Reply.PlanCommitted(int placed, int dropped))) {
      boolean cutShort = plan.blocked().stream().anyMatch(Plan.Blocked::cutShort);
      planWanted |= dropped > 0 || (placed > 0 && cutShort);
    }
  }

  /** Places are found before the next plan, so that nobody starts out of turn. */
  private Optional<Unranked> unranked() {
    if (!planWanted || planRunning) {
      return Optional.empty();
    }
    Optional<Unranked> some = world.core().findUnranked(policies, RANKED_MAX);
    planRunning = some.isPresent();
    return some;
  }

  private Optional<PlanView> planView(long nowMillis) {
    if (!planWanted || planRunning) {
      return Optional.empty();
    }
    planWanted = false;
    if (!world.core().hasEligibleTasks()) {
      if (!lastPlan.blocked().isEmpty()) {
        lastPlan = Plan.nothing(world.core().position());
        presenceChanged = true;
      }
      return Optional.empty();
    }
    planRunning = true;
    return Optional.of(world.core().planView(fleet::isReachable, nowMillis, lastPlan));
  }

  // ---- time

  private void tick(Step step) {
    fleet.noticePause(step.nowMillis);
    for (WorkerId silent : fleet.findLost(step.nowMillis)) {
      step.execute(new Command.LoseWorker(silent, fleet.silenceOf(silent, step.nowMillis)));
    }
    if (world.core().nextDueMillis() <= step.nowMillis || ticks % TICKS_PER_HOUSEKEEPING == 0) {
      step.execute(new Command.Tick());
    }
    studies.tick(step);
    step.follow();
    world
        .core()
        .stealable(stealing, fleet::isReachable, STEALS_PER_TICK)
        .forEach(fleet::giveBackIfWaiting);
    presenceChanged = true;
    ticks++;
  }

  private Optional<Presence> presence() {
    if (!presenceChanged) {
      return Optional.empty();
    }
    presenceChanged = false;
    return Optional.of(new Presence(fleet.signs(), lastPlan, fleet.steals()));
  }

  // ---- what follows from facts

  private void react(Fact fact, Step step) {
    if (!(fact instanceof Event event)) {
      return;
    }
    switch (event) {
      case Event.AttemptPlaced placed -> fleet.dispatch(placed.worker(), placed.attempt());
      case Event.AttemptStopRequested stop -> fleet.requestStop(stop.attempt(), stop.reason());
      case Event.AttemptEnded ended -> {
        planWanted = true;
        endTrial(ended.attempt().task(), ended.next(), ended.result(), step);
      }
      case Event.AttemptWithdrawn withdrawn -> {
        planWanted = true;
        AttemptResult result =
            AttemptResult.ended(Outcome.CANCELLED, "cancelled before it started");
        endTrial(withdrawn.attempt().task(), withdrawn.next(), result, step);
      }
      case Event.TaskCancelled cancelled ->
          endTrial(
              cancelled.task(),
              new Event.Next.End(TaskState.CANCELLED),
              AttemptResult.ended(Outcome.CANCELLED, "cancelled by " + cancelled.by()),
              step);
      case Event.JobCancelled cancelled -> {
        String study =
            world.core().findJob(cancelled.job()).map(job -> job.spec().study()).orElse("");
        if (!study.isEmpty()) {
          step.later(
              () ->
                  studies.jobCancelled(study, "its job was cancelled by " + cancelled.by(), step));
        }
      }
      case Event.WorkerLost lost -> {
        planWanted = true;
        presenceChanged = true;
        fleet.dropLost(lost.worker(), step);
      }
      case Event.JobAdmitted _,
          Event.TasksAdded _,
          Event.TasksRetried _,
          Event.DependencyMet _,
          Event.BackoffEnded _,
          Event.AttemptRequeued _,
          Event.QueueConfigured _,
          Event.PlacementConfigured _,
          Event.ReservationAdded _,
          Event.ReservationRemoved _,
          Event.PolicyCutOff _,
          Event.WorkerRegistered _,
          Event.WorkerDrainChanged _ ->
          planWanted = true;
      case Event.WorkerForgotten forgotten -> {
        fleet.forget(forgotten.worker());
        presenceChanged = true;
      }
      case Event.JobClosed _,
          Event.JobsRanked _,
          Event.JobEnded _,
          Event.JobForgotten _,
          Event.AttemptStarted _,
          Event.AttemptMeasured _,
          Event.CountersRestored _,
          Event.LearnedRestored _,
          Event.WorkerRestored _,
          Event.JobRestored _,
          Event.TaskRestored _ -> {}
    }
  }

  private void endTrial(TaskId task, Event.Next next, AttemptResult result, Step step) {
    if (next instanceof Event.Next.End(TaskState end)) {
      String study = world.core().findJob(task.job()).map(job -> job.spec().study()).orElse("");
      if (!study.isEmpty()) {
        step.later(() -> studies.taskEnded(study, task, end, result, step));
      }
    }
  }

  /** A measurement of a trial goes to its study, any other to the job's history. */
  private void reportMeasured(Command.ReportMeasured report, Step step) {
    AttemptId id = report.attempt();
    Optional<AttemptView> attempt = world.core().findAttempt(id);
    if (attempt.isEmpty() || !attempt.get().worker().equals(report.worker())) {
      return;
    }
    JobSpec spec = attempt.get().spec();
    if (spec.study().isEmpty()) {
      step.execute(report);
    } else {
      studies.measured(spec.study(), id.task(), report.measurement(), step);
    }
  }

  /** The truth as it stands; for the owner thread only. */
  public World world() {
    return world;
  }

  /** Whether the worker has a live connection. */
  public boolean isReachable(WorkerId worker) {
    return fleet.isReachable(worker);
  }
}
