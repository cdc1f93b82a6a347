package io.github.packtrain.simulator;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.session.loop.Answer;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Effect;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.LoopOptions;
import io.github.packtrain.session.loop.MasterLoop;
import io.github.packtrain.session.loop.Request;
import io.github.packtrain.session.wire.ErrorWire;
import io.github.packtrain.session.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The shell around the real loop, as the live one is: takes what has come in as one batch of
 * inputs, appends the facts, and lets the effects out, in order, once all facts before them are
 * durable. The loop may be a few batches ahead of the disk. A batch that finds no space is held and
 * tried again while new calls are refused; a failed fsync ends the process.
 */
final class SimMaster {
  private static final int INPUTS_PER_STEP_MAX = 64;
  private static final int BATCHES_AHEAD_MAX = 4;
  private static final int PLACEMENTS_MAX = 50;

  private final Ground ground;
  private final Timeline timeline;
  private final Dice dice;
  private final VirtualDisk disk;
  private final MasterClock clock;
  private final Sabotage sabotage;
  private final Planner planner;
  private Life life;
  private long steals;
  private @Nullable MasterLoop loop;
  private long epoch;
  private long lastToken;
  private final ArrayDeque<Input> inbox = new ArrayDeque<>();
  private final ArrayDeque<Batch> unwritten = new ArrayDeque<>();
  private final TreeMap<Long, VirtualStream> streams = new TreeMap<>();
  private final TreeMap<Long, Consumer<Answer>> callers = new TreeMap<>();
  private boolean stepDue;
  private boolean writing;
  private boolean held;

  SimMaster(Ground ground, VirtualDisk disk, Dice dice) {
    this.ground = ground;
    this.timeline = ground.timeline();
    this.dice = dice;
    this.disk = disk;
    this.clock = new MasterClock(timeline);
    this.sabotage = ground.sabotage();
    this.planner = new Planner(dice.pick(PlacementChoice.all()).create(), PLACEMENTS_MAX);
    this.life = new Life(timeline);
    life.end();
  }

  // ---- the process

  boolean isUp() {
    return !life.isOver();
  }

  MasterClock clock() {
    return clock;
  }

  void boot() {
    life = new Life(timeline);
    clock.processStarts();
    World world = disk.recover();
    ground.witness().recovered(world, disk.replica());
    loop = new MasterLoop(options(), world, clock.now());
    ground.trace().note("master", "started", "epoch " + epoch);
    tick();
  }

  private LoopOptions options() {
    Scenario.Timing timing = ground.scenario().timing();
    return sabotage.options(
        LoopOptions.of(++epoch, timing.heartbeatMillis(), timing.lostAfterMillis()));
  }

  /**
   * @param silently whether not even the kernel tells the workers, as when the machine dies
   */
  void crash(boolean silently) {
    ground.trace().note("master", "killed", silently ? "silently" : "");
    life.end();
    loop = null;
    disk.crash();
    inbox.clear();
    unwritten.clear();
    callers.clear();
    stepDue = false;
    writing = false;
    held = false;
    for (VirtualStream stream : streams.values()) {
      if (silently) {
        stream.goDead(true, true);
      } else {
        stream.closeByMaster();
      }
    }
    streams.clear();
  }

  void freeze(long millis) {
    ground.trace().note("master", "frozen", millis + " ms");
    life.freeze(millis);
  }

  // ---- what comes in

  /** A worker's stream reaches the master; false when there is none to take it. */
  boolean accept(VirtualStream stream) {
    if (life.isOver()) {
      return false;
    }
    Life current = life;
    streams.put(stream.id, stream);
    stream.masterEnd(
        message ->
            current.run(
                () -> {
                  if (streams.containsKey(stream.id)) {
                    ground.trace().note("master", "receives", message);
                    if (message.hasReports() && sabotage.acknowledgesAtOnce()) {
                      acknowledge(stream.id, message.getReports().getLast());
                    }
                    input(new Input.FromWorker(stream.id, message));
                  }
                }),
        () ->
            current.run(
                () -> {
                  if (streams.remove(stream.id) != null) {
                    stream.closeByMaster();
                    input(new Input.Closed(stream.id));
                  }
                }));
    return true;
  }

  private void acknowledge(long connection, long last) {
    send(connection, MasterMessage.newBuilder().setAcknowledged(last).build());
  }

  /** A caller's request reaches the master; without one it stays unanswered. */
  void call(Request request, Consumer<Answer> answered) {
    life.run(
        () -> {
          if (held) {
            answered.accept(new Answer.Rejected(noSpace()));
            return;
          }
          long token = ++lastToken;
          callers.put(token, answered);
          ground.trace().note("master", "asked", request);
          input(new Input.Call(request, token));
        });
  }

  private static Rejection noSpace() {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "NO_SPACE",
        "the disk is full",
        "nothing can be recorded",
        "make space and try again");
  }

  private void tick() {
    input(new Input.Tick());
    long millis = Math.clamp(ground.scenario().timing().heartbeatMillis() / 4, 10, 1_000);
    life.after(millis, this::tick);
  }

  private void input(Input input) {
    inbox.add(input);
    wake();
  }

  // ---- the loop

  private void wake() {
    if (!stepDue && !inbox.isEmpty() && unwritten.size() < BATCHES_AHEAD_MAX) {
      stepDue = true;
      life.after(dice.between(0, 1), this::step);
    }
  }

  long steals() {
    return steals;
  }

  private void step() {
    MasterLoop running = loop;
    if (running == null) {
      return;
    }
    stepDue = false;
    List<Input> inputs = new ArrayList<>();
    while (!inbox.isEmpty() && inputs.size() < INPUTS_PER_STEP_MAX) {
      inputs.add(inbox.remove());
    }
    Batch batch = running.step(sabotage.inputs(inputs, running), clock.now());
    batch = sabotage.batch(batch, running);
    batch.facts().forEach(fact -> ground.trace().note("master", "decides", fact));
    if (!batch.facts().isEmpty()) {
      ground.witness().decided(running.world());
    }
    batch.planView().ifPresent(this::plan);
    batch.presence().ifPresent(soft -> steals = Math.max(steals, soft.steals()));
    if (sabotage.actsBeforeRecording()) {
      batch.effects().forEach(this::carryOut);
      batch = new Batch(batch.facts(), List.of(), batch.planView(), batch.presence());
    }
    if (ground.strikesMaster()) {
      return;
    }
    unwritten.add(batch);
    write();
    wake();
  }

  private void plan(PlanView view) {
    Plan plan = sabotage.plan(planner.plan(view), view);
    ground.witness().planned(view, plan);
    life.after(
        1 + dice.skewed(ground.scenario().timing().planMaxMillis()),
        () -> input(new Input.PlanMade(plan)));
  }

  // ---- recording, then acting

  private void write() {
    while (!writing && !unwritten.isEmpty() && unwritten.element().facts().isEmpty()) {
      carryOut(unwritten.remove());
    }
    if (writing || unwritten.isEmpty()) {
      return;
    }
    writing = true;
    Life current = life;
    List<Fact> facts = sabotage.written(unwritten.element().facts());
    disk.append(facts, outcome -> current.run(() -> written(outcome)));
  }

  private void written(VirtualDisk.Outcome outcome) {
    writing = false;
    switch (outcome) {
      case DURABLE -> {
        held = false;
        carryOut(unwritten.remove());
        write();
        wake();
      }
      case NO_SPACE -> {
        if (sabotage.dropsBatchWithoutSpace()) {
          carryOut(unwritten.remove());
        }
        held = true;
        writing = true;
        life.after(
            ground.scenario().timing().heartbeatMillis() / 4,
            () -> {
              writing = false;
              write();
            });
      }
      case SYNC_FAILED -> {
        if (sabotage.ignoresFailedSync()) {
          written(VirtualDisk.Outcome.DURABLE);
        } else {
          ground.trace().note("master", "stops", "failed fsync");
          ground.masterStopped();
        }
      }
    }
  }

  /** One after the other; a process that dies in between leaves the rest undone. */
  private void carryOut(Batch batch) {
    for (Effect effect : batch.effects()) {
      if (life.isOver()) {
        return;
      }
      life.run(() -> carryOut(effect));
      if (ground.strikesMaster()) {
        return;
      }
    }
  }

  private void carryOut(Effect effect) {
    ground.witness().visible(effect);
    ground.trace().note("master", "does", effect);
    switch (effect) {
      case Effect.Reply(long token, Answer answer) -> {
        Consumer<Answer> caller = callers.remove(token);
        if (caller != null) {
          caller.accept(answer);
        }
      }
      case Effect.Send(long connection, MasterMessage message) -> send(connection, message);
      case Effect.Close(long connection, Rejection why) -> {
        send(connection, MasterMessage.newBuilder().setRefused(ErrorWire.toWire(why)).build());
        VirtualStream stream = streams.remove(connection);
        if (stream != null) {
          stream.closeByMaster();
        }
      }
      case Effect.LogData _ -> {}
    }
  }

  private void send(long connection, MasterMessage message) {
    VirtualStream stream = streams.get(connection);
    if (stream != null) {
      ground.witness().sent(connection, message);
      stream.sendToMachine(message);
    }
  }

  /** The truth as the running process has it; for laws only. */
  @Nullable World world() {
    return loop == null ? null : loop.world();
  }

  /** Whether everything that came in is decided, recorded and out. */
  boolean isIdle() {
    return unwritten.isEmpty() && !writing;
  }
}
