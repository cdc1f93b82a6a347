package io.github.packtrain.simulator;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.worker.WorkerAction;
import io.github.packtrain.session.worker.WorkerIdentity;
import io.github.packtrain.session.worker.WorkerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A machine: its guard, its worker process around the real session, and what runs. The worker
 * process may be killed (the guard goes on), frozen and thawed; the machine may be rebooted.
 */
final class SimMachine {
  private static final List<Outcome> FAILURES =
      List.of(
          Outcome.FAILED,
          Outcome.SIGNALLED,
          Outcome.OUT_OF_MEMORY,
          Outcome.NOT_STARTED,
          Outcome.BAD_RESULT,
          Outcome.TIMED_OUT);

  private final Ground ground;
  private final Timeline timeline;
  private final Dice dice;
  private final WorkerSpec spec;
  private final Link link;
  private final SimGuard guard;
  private final long clockBase;
  private final long clockPermille;
  private final TreeMap<AttemptId, FakeProcess> handlers = new TreeMap<>();
  private final List<Reports> unacknowledged = new ArrayList<>();
  private long flushAt = Long.MAX_VALUE;

  /** When the last of the starts that are on their way to the guard gets there. */
  private long startsUntilMillis;

  private Life life;
  private @Nullable WorkerSession session;
  private @Nullable VirtualStream stream;
  private int dials;
  private long processes;

  SimMachine(Ground ground, Dice dice, WorkerSpec spec, Link link) {
    this.ground = ground;
    this.timeline = ground.timeline();
    this.dice = dice;
    this.spec = spec;
    this.link = link;
    this.clockBase = dice.between(0, 1_000_000);
    this.clockPermille = dice.between(-20, 20);
    this.guard = new SimGuard(ground, dice.split(), spec, this::clock);
    this.life = new Life(timeline);
    life.end();
    watch();
  }

  /** A clock that never goes back and runs a little wrong. */
  private long clock() {
    return clockBase + timeline.now() + timeline.now() * clockPermille / 1_000;
  }

  private void watch() {
    guard.watch();
    timeline.after(Math.max(1, heartbeat() / 20), this::watch);
  }

  private long heartbeat() {
    return ground.scenario().timing().heartbeatMillis();
  }

  Link link() {
    return link;
  }

  @Nullable VirtualStream stream() {
    return stream;
  }

  // ---- the worker process

  boolean isUp() {
    return !life.isOver();
  }

  /** Starts the worker process, and the guard where there is none. */
  void boot() {
    if (isUp()) {
      return;
    }
    life = new Life(timeline);
    guard.restart();
    WorkerSession fresh =
        new WorkerSession(new WorkerIdentity("uid-" + spec.name(), ++processes, spec));
    session = fresh;
    flushAt = Long.MAX_VALUE;
    unacknowledged.clear();
    for (FakeProcess process : guard.known()) {
      AttemptResult result = process.result;
      if (result != null) {
        fresh.adoptEnded(process.attempt, result);
      } else if (ground.sabotage().adoptsRunning()) {
        fresh.adoptRunning(process.attempt, process.devices);
      }
    }
    long early = ground.sabotage().leaseAtStartMillis(ground.scenario().timing());
    if (early > 0) {
      guard.renewLease(clock() + early);
    }
    Life current = life;
    guard.connect(
        new SimGuard.Listener() {
          @Override
          public void started(AttemptId attempt) {
            current.after(0, () -> act(s -> begun(s, attempt)));
          }

          @Override
          public void ended(AttemptId attempt, AttemptResult result) {
            current.after(0, () -> act(s -> s.ended(attempt, result, clock())));
          }
        });
    ground.trace().note(spec.name(), "starts", guard.known());
    dial(current);
    tick(current);
  }

  private void tick(Life current) {
    act(s -> s.tick(clock(), Observed.getDefaultInstance()));
    current.after(Math.max(1, heartbeat() / 4), () -> tick(current));
  }

  private void dial(Life current) {
    int dialling = ++dials;
    current.after(
        dice.between(1, heartbeat() / 2),
        () -> {
          if (dialling == dials) {
            open(current);
          }
        });
  }

  private void open(Life current) {
    VirtualStream opened =
        new VirtualStream(ground.nextStreamId(), timeline, link, lateness(), lateness());
    if (link.isBlocked() || !ground.master().accept(opened)) {
      dial(current);
      return;
    }
    stream = opened;
    opened.machineEnd(
        message -> current.run(() -> received(opened, message)),
        () -> current.run(() -> lost(opened, current)));
    act(s -> s.opened(clock()));
  }

  /** By how much everything in one direction of the next stream is late. */
  private long lateness() {
    return ground.isStormy() && dice.chance(ground.scenario().weather().slowStreamPermille())
        ? dice.between(0, (dice.chance(500) ? 1 : 3) * ground.scenario().timing().lostAfterMillis())
        : 0;
  }

  /** Only what comes on the present stream counts. */
  private void received(VirtualStream from, MasterMessage message) {
    if (from == stream || ground.sabotage().hearsOldStreams()) {
      ground.trace().note(spec.name(), "receives", message);
      checkAcknowledged(message.getAcknowledged());
      for (MasterMessage heard : ground.sabotage().heardByWorker(spec.name(), message)) {
        act(s -> s.received(heard, clock()));
      }
    }
  }

  private void checkAcknowledged(long last) {
    for (Reports reports : List.copyOf(unacknowledged)) {
      if (reports.getLast() <= last) {
        ground.witness().acknowledged(spec.name(), reports);
        unacknowledged.remove(reports);
      }
    }
  }

  private void lost(VirtualStream which, Life current) {
    if (which == stream) {
      hangUp();
      dial(current);
    }
  }

  private void hangUp() {
    VirtualStream old = stream;
    stream = null;
    if (old != null) {
      old.closeByMachine(ground.sabotage().hearsOldStreams());
    }
    WorkerSession running = session;
    if (running != null) {
      running.closed();
    }
  }

  // ---- what the session wants

  private List<WorkerAction> begun(WorkerSession running, AttemptId attempt) {
    running.started(attempt, clock());
    return List.of();
  }

  private void act(Function<WorkerSession, List<WorkerAction>> event) {
    WorkerSession running = session;
    if (running == null) {
      return;
    }
    Life current = life;
    List<WorkerAction> actions = new ArrayList<>(event.apply(running));
    actions.addAll(running.flush(clock()));
    flushLater(running, current);
    for (WorkerAction action : ground.sabotage().actions(spec.name(), clock(), actions)) {
      current.run(() -> perform(action, current));
      ground.mayStrike(this);
    }
  }

  private void flushLater(WorkerSession running, Life current) {
    long due = running.flushDueMillis();
    if (due > clock() && due < flushAt) {
      flushAt = due;
      current.after(
          due - clock(),
          () -> {
            flushAt = Long.MAX_VALUE;
            act(_ -> List.of());
          });
    }
  }

  private void perform(WorkerAction action, Life current) {
    if (current.isOver()) {
      return;
    }
    if (!(action instanceof WorkerAction.Send)) {
      ground.trace().note(spec.name(), "does", action);
    }
    switch (action) {
      case WorkerAction.Send(WorkerMessage message) -> send(message);
      case WorkerAction.Start start -> start(start, current);
      case WorkerAction.Stop(AttemptId attempt, Outcome reason) -> stop(attempt, reason, current);
      case WorkerAction.Release(AttemptId attempt) -> guard.forget(attempt);
      case WorkerAction.RenewLease(long untilMillis) -> renewLease(untilMillis, current);
      case WorkerAction.AnswerLog(var request) ->
          act(
              s ->
                  s.logData(
                      LogChunk.newBuilder().setRequest(request.getRequest()).setEnd(true).build()));
      case WorkerAction.Reconnect _ -> {
        hangUp();
        dial(current);
      }
      case WorkerAction.GiveUp(var why) -> ground.witness().gaveUp(spec.name(), why);
    }
  }

  private void send(WorkerMessage message) {
    VirtualStream open = stream;
    if (open == null) {
      return;
    }
    if (message.hasReports()) {
      unacknowledged.add(message.getReports());
    }
    for (WorkerMessage said : ground.sabotage().saidByWorker(spec.name(), message)) {
      open.sendToMaster(said);
      boolean repeatable = said.hasReports() || said.hasHeartbeat();
      if (repeatable && dice.chance(ground.scenario().weather().reportsRepeatedPermille())) {
        open.sendToMaster(said);
      }
    }
  }

  // ---- what runs

  private void start(WorkerAction.Start start, Life current) {
    long limit = start.spec().timeLimitMillis();
    long runMillis = runMillis();
    AttemptResult natural = ending(start.attempt(), start.spec(), Math.min(runMillis, limit));
    if (runMillis > limit) {
      natural = AttemptResult.ended(Outcome.TIMED_OUT, "ran longer than " + limit + " ms");
    }
    long millis = Math.min(runMillis, limit);
    FakeProcess process = new FakeProcess(start.attempt(), start.spec(), start.devices(), natural);
    if (start.spec().body() instanceof TaskBody.Handler) {
      startHandler(process, millis, current);
    } else {
      // Now and then the process is busy with something else before it gets to the guard.
      long way = dice.chance(950) ? dice.between(0, 2) : dice.between(0, heartbeat() / 2);
      startsUntilMillis = Math.max(startsUntilMillis, timeline.now() + way);
      current.after(way, () -> guard.start(process, millis));
    }
    if (dice.chance(300)) {
      current.after(millis / 2, () -> measure(process));
    }
  }

  /**
   * Orders reach the guard one after the other: no lease passes a start that was decided before.
   */
  private void renewLease(long untilMillis, Life current) {
    long way = startsUntilMillis - timeline.now();
    if (way > 0) {
      current.after(way, () -> guard.renewLease(untilMillis));
    } else {
      guard.renewLease(untilMillis);
    }
  }

  private long runMillis() {
    Scenario.Timing timing = ground.scenario().timing();
    return timing.shortTasks() || timing.steadyTasks()
        ? dice.between(1, timing.taskMaxMillis())
        : dice.skewed(timing.taskMaxMillis()) + 1;
  }

  private AttemptResult ending(AttemptId attempt, JobSpec jobSpec, long millis) {
    if (dice.chance(120)) {
      Outcome outcome = dice.pick(FAILURES);
      return new AttemptResult(outcome, 1, 0, outcome + " of " + attempt, Map.of(), millis);
    }
    TreeMap<String, Double> metrics = new TreeMap<>();
    metrics.put("score", dice.fraction());
    jobSpec.requiredMetrics().forEach(name -> metrics.put(name, dice.fraction()));
    return AttemptResult.succeeded(metrics, millis);
  }

  private void measure(FakeProcess process) {
    WorkerSession running = session;
    if (process.live && running != null) {
      running.measured(
          process.attempt, new Measurement(1, new TreeMap<>(Map.of("score", dice.fraction()))));
      act(_ -> List.of());
    }
  }

  /**
   * A handler has no guard, so the worker process looks at the lease once more right before it
   * starts one: it may have been frozen since the session decided.
   */
  private void startHandler(FakeProcess process, long millis, Life current) {
    if (process.mayNotOutliveLease() && guard.isLeaseOver()) {
      AttemptResult late = AttemptResult.ended(Outcome.LOST, "the lease was over");
      current.after(0, () -> handlerEnds(process, late));
      return;
    }
    if (process.natural.outcome() == Outcome.NOT_STARTED) {
      current.after(0, () -> handlerEnds(process, process.natural));
      return;
    }
    process.within = current;
    handlers.put(process.attempt, process);
    ground.witness().started(spec, process);
    current.after(0, () -> act(s -> begun(s, process.attempt)));
    current.after(millis, () -> handlerEnds(process, process.natural));
  }

  private void handlerEnds(FakeProcess process, AttemptResult result) {
    if (!process.live) {
      return;
    }
    process.live = false;
    if (handlers.remove(process.attempt) != null) {
      ground.witness().ended(process);
    }
    ground.witness().produced(process.attempt, result);
    act(s -> s.ended(process.attempt, result, clock()));
  }

  private void stop(AttemptId attempt, Outcome reason, Life current) {
    FakeProcess handler = handlers.get(attempt);
    if (handler == null) {
      current.after(heartbeat() / 2 + 1, () -> guard.stop(attempt, reason));
    } else {
      long grace = reason == Outcome.LOST ? 0 : dice.between(0, handler.spec.graceMillis());
      AttemptResult result = AttemptResult.ended(reason, "interrupted on request");
      current.after(grace, () -> handlerEnds(handler, result));
    }
  }

  // ---- faults

  /** kill -9 of the worker's JVM; the guard and its processes go on. */
  void killWorker() {
    if (!isUp()) {
      return;
    }
    ground.trace().note(spec.name(), "killed", "");
    life.end();
    session = null;
    guard.disconnect();
    if (!guard.isUp()) {
      guard.killAll();
    }
    for (FakeProcess handler : List.copyOf(handlers.values())) {
      handler.live = false;
      ground.witness().ended(handler);
    }
    handlers.clear();
    VirtualStream old = stream;
    stream = null;
    if (old != null) {
      old.closeByMachine(false);
    }
  }

  /** The worker process, if there is one awake, replaces it at once. */
  void killGuard() {
    if (isUp() && !life.isFrozen()) {
      ground.trace().note(spec.name(), "guard dies", "");
      guard.kill();
      life.after(dice.between(1, 1 + heartbeat() / 32), guard::restart);
    }
  }

  /** Power off: nothing of it runs on, and nobody is told. */
  void powerOff() {
    ground.trace().note(spec.name(), "power off", "");
    VirtualStream old = stream;
    if (old != null) {
      old.goDead(true, true);
    }
    killWorker();
    guard.killAll();
  }

  void freeze(long millis) {
    ground.trace().note(spec.name(), "frozen", millis + " ms");
    life.freeze(millis);
  }

  // ---- for the end

  /** Whether it has nothing left to do or to say. */
  boolean isSettled() {
    WorkerSession running = session;
    return running != null
        && running.isRegistered()
        && running.unacknowledgedReports() == 0
        && running.activeAttempts() == 0
        && guard.known().isEmpty()
        && handlers.isEmpty();
  }

  @Override
  public String toString() {
    WorkerSession running = session;
    return spec.name()
        + (running == null
            ? " down"
            : " registered "
                + running.isRegistered()
                + ", active "
                + running.activeAttempts()
                + ", unacknowledged "
                + running.unacknowledgedReports())
        + ", guard "
        + guard.known()
        + ", handlers "
        + handlers.values();
  }
}
