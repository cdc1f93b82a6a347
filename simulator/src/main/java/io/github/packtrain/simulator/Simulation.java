package io.github.packtrain.simulator;

import io.github.packtrain.core.JobView;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudyCommand;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * One seed: sets the stage, lets things happen while faults strike, then waits in fine weather
 * until everything has come to an end, and compares.
 */
public final class Simulation {
  /** Fine weather for so many lost-worker spans, and no end: something is stuck. */
  private static final int PATIENCE_SPANS = 400;

  private static final long STEPS_MAX = 2_000_000;

  private final Scenario scenario;
  private final Sabotage sabotage;
  private final Timeline timeline = new Timeline();
  private final Trace trace;
  private final Witness witness;
  private final VirtualDisk disk;
  private final SimMaster master;
  private final List<SimMachine> machines = new ArrayList<>();
  private final List<SimClient> clients = new ArrayList<>();
  private final Wishes wishes;
  private final Storm storm;
  private boolean stormy = true;
  private boolean settled;
  private long streams;

  private Simulation(long seed, Sabotage sabotage, int traceLines) {
    this.scenario = Scenario.of(seed);
    this.sabotage = sabotage;
    this.trace = new Trace(timeline, traceLines);
    Dice dice = new Dice(seed);
    Stage ground = new Stage();
    this.witness = new Witness(ground);
    this.disk =
        new VirtualDisk(
            timeline, dice.split(), scenario.timing().syncMaxMillis(), sabotage, witness::recorded);
    this.master = new SimMaster(ground, disk, dice.split());
    this.wishes = new Wishes(scenario, dice.split());
    for (int i = 0; i < scenario.sizes().machines(); i++) {
      Link link = new Link(timeline, dice.split(), scenario.weather().delayMaxMillis());
      machines.add(new SimMachine(ground, dice.split(), wishes.machine(i), link));
    }
    for (int i = 0; i < scenario.sizes().clients(); i++) {
      clients.add(new SimClient(ground, dice.split(), "c" + i, wishes));
    }
    this.storm = new Storm(ground, dice.split(), disk, machines);
  }

  /** Runs the seed to its end, or to the first law that does not hold. */
  public static Verdict run(long seed) {
    return run(seed, Sabotage.NONE, Verdict.LINES);
  }

  static Verdict run(long seed, Sabotage sabotage, int traceLines) {
    return new Simulation(seed, sabotage, traceLines).run();
  }

  private Verdict run() {
    String broken = "";
    try {
      master.boot();
      machines.forEach(SimMachine::boot);
      storm.begin();
      timeline.at(scenario.faultsUntilMillis(), this::clearUp);
      while (!settled && timeline.step()) {
        if (timeline.steps() > STEPS_MAX) {
          throw new BrokenLaw("no end after " + STEPS_MAX + " steps");
        }
      }
      compare();
    } catch (BrokenLaw law) {
      broken = String.valueOf(law.getMessage());
    } catch (IllegalStateException
        | IllegalArgumentException
        | NullPointerException
        | IndexOutOfBoundsException
        | java.util.NoSuchElementException
        | ClassCastException e) {
      broken = "the program failed: " + Verdict.stackOf(e);
    }
    return new Verdict(
        scenario,
        broken,
        witness.hash(),
        witness.durableFacts(),
        timeline.steps(),
        timeline.now(),
        master.steals(),
        broken.isEmpty() ? List.of() : trace.lines());
  }

  // ---- the end

  private void clearUp() {
    trace.note("", "fine", "no more faults");
    stormy = false;
    storm.end();
    clients.forEach(SimClient::finish);
    timeline.after(1, this::settle);
  }

  private void settle() {
    if (isSettled()) {
      settled = true;
      return;
    }
    if (timeline.now() > scenario.faultsUntilMillis() + patience()) {
      throw new BrokenLaw("not everything comes to an end:\n  " + String.join("\n  ", unsettled()));
    }
    timeline.after(scenario.timing().heartbeatMillis(), this::settle);
  }

  /** Enough for all that was asked for, one task after the other. */
  private long patience() {
    Scenario.Sizes sizes = scenario.sizes();
    long tasks = (long) sizes.clients() * sizes.operations() * sizes.tasksPerJobMax();
    return PATIENCE_SPANS * scenario.timing().lostAfterMillis()
        + tasks * scenario.timing().taskMaxMillis();
  }

  private boolean isSettled() {
    return clients.stream().allMatch(SimClient::isDone)
        && machines.stream().allMatch(SimMachine::isSettled)
        && master.isIdle()
        && disk.isIdle()
        && unfinished().isEmpty();
  }

  private List<String> unfinished() {
    List<String> open = new ArrayList<>();
    World world = disk.replica();
    for (JobView job :
        world.core().jobsBefore(Long.MAX_VALUE, Integer.MAX_VALUE, j -> !j.state().isEnd())) {
      open.add(job.toString());
    }
    for (Study study : world.studies()) {
      if (!study.isEnded()) {
        open.add("study " + study.spec().name() + ": " + study.progress());
      }
    }
    return open;
  }

  private List<String> unsettled() {
    List<String> found = new ArrayList<>(unfinished());
    clients.stream().filter(c -> !c.isDone()).forEach(c -> found.add(c.toString()));
    machines.stream().filter(m -> !m.isSettled()).forEach(m -> found.add(m.toString()));
    if (!master.isIdle()) {
      found.add("the master still writes");
    }
    return found;
  }

  private void compare() {
    World live = master.world();
    if (live == null || !settled) {
      throw new BrokenLaw("nothing more is due, but not everything has come to an end");
    }
    Witness.same("the disk against the master", disk.replica(), live);
    Witness.same("a replay of all facts", disk.replayAll(), live);
    Witness.same("a restart from the snapshot", disk.recover(), live);
    List<String> left = witness.stillRunning();
    if (!left.isEmpty()) {
      throw new BrokenLaw("processes run on that nobody knows: " + left);
    }
    live.studies().forEach(Simulation::suggestsAgain);
  }

  /** The same order of completions brings the same suggestions. */
  private static void suggestsAgain(Study study) {
    List<StudyEvent> events = study.replayEvents();
    Study again = Study.begin((StudyEvent.StudyCreated) events.getFirst());
    for (StudyEvent event : events.subList(1, events.size())) {
      if (event instanceof StudyEvent.TrialSuggested suggested) {
        var reply =
            again.handle(new StudyCommand.SuggestTrial(suggested.study()), suggested.atMillis());
        if (!reply.events().contains(suggested)) {
          throw new BrokenLaw("suggested again as " + reply + ", not as " + suggested);
        }
      }
      again.apply(event);
    }
  }

  /** What the parts see of each other. */
  private final class Stage implements Ground {
    @Override
    public Scenario scenario() {
      return scenario;
    }

    @Override
    public Timeline timeline() {
      return timeline;
    }

    @Override
    public Trace trace() {
      return trace;
    }

    @Override
    public Witness witness() {
      return witness;
    }

    @Override
    public Sabotage sabotage() {
      return sabotage;
    }

    @Override
    public SimMaster master() {
      return master;
    }

    @Override
    public void masterStopped() {
      storm.masterDies(false);
    }

    @Override
    public boolean strikesMaster() {
      return storm.strikesMaster();
    }

    @Override
    public void mayStrike(SimMachine machine) {
      storm.mayStrike(machine);
    }

    @Override
    public boolean isStormy() {
      return stormy;
    }

    @Override
    public long nextStreamId() {
      return ++streams;
    }
  }
}
