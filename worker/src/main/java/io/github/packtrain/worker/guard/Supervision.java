package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.ChildExit;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.ProcessEntry;
import io.github.packtrain.worker.process.ProcessTable;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One attempt from its start to the end of its last process. Used by the guard's loop alone.
 *
 * <pre>
 *   Running ── end() ──► Ending (TERM sent; KILL after the grace) ─┐
 *      │                                                          │ main process ends
 *      └────────────── main process ends ─────────────────────────┴─► Clearing ──► over
 *                                        (whoever is left: TERM, short grace, KILL until none)
 * </pre>
 */
final class Supervision {
  /** What processes get that outlive their main process. */
  private static final long LEFTOVER_GRACE_MILLIS = 1_000;

  /** How long KILL is repeated before the attempt is reported with processes left. */
  private static final long KILL_PATIENCE_MILLIS = 10_000;

  private static final int ORPHAN_LOOKS_MAX = 64;
  private static final long ROUND_MILLIS = 20;
  private static final long POLL_MILLIS = 100;
  private static final long OUTPUT_CHECK_MIN_MILLIS = 20;
  private static final long OUTPUT_CHECK_MAX_MILLIS = 500;

  private final ProcessTrees.Root root;
  private final ProcessTrees trees;
  private final Processes processes;
  private final OutputBound stdout;
  private final OutputBound stderr;
  private final long outputMaxBytes;
  private final OomKills oomKills;
  private final Optional<AttemptGroup> group;
  private long oomKillsBefore;
  private Phase phase = new Phase.Running();
  private long nextOutputCheck;
  private long outputCheckMillis = OUTPUT_CHECK_MIN_MILLIS * 5;
  private long nextRound;
  private long orphanDeaths;
  private long emptyAtDeaths = -1;

  private sealed interface Phase {
    record Running() implements Phase {}

    /** TERM was sent. */
    record Ending(Cause cause, long killAt) implements Phase {}

    /** The main process is gone; others of its tree may not be. */
    record Clearing(
        AttemptEnding ending, ChildExit exit, long oomKills, long runMillis, long killAt)
        implements Phase {}
  }

  /** Why we end an attempt: turns the way that its main process took it into the ending. */
  interface Cause {
    AttemptEnding ending(ExitStatus status);
  }

  Supervision(ProcessTrees.Root root, ProcessTrees trees, Processes processes, OomKills oomKills) {
    this.root = root;
    this.trees = trees;
    this.processes = processes;
    this.oomKills = oomKills;
    this.group = root.attempt().findGroup();
    AttemptDirectory files = root.attempt().files();
    this.outputMaxBytes = root.attempt().bounds().outputMaxBytes();
    this.stdout = new OutputBound(files.stdout(), outputMaxBytes, root.adopted());
    this.stderr = new OutputBound(files.stderr(), outputMaxBytes, root.adopted());
    this.oomKillsBefore = root.adopted() ? oomKills.now() : 0;
    this.nextOutputCheck = Clocks.runningMillis() + outputCheckMillis;
  }

  /** How many there had been before it started. */
  void countOomKillsFrom(long before) {
    oomKillsBefore = before;
  }

  ProcessTrees.Root root() {
    return root;
  }

  AttemptRecord attempt() {
    return root.attempt();
  }

  RunningAttempt running() {
    return attempt().running(root.adopted());
  }

  /**
   * Ends the attempt: TERM now, KILL after the grace. Ending it again can only shorten the grace.
   */
  void end(Cause cause, long graceMillis, Collection<ProcessTrees.Root> all) {
    long killAt = Clocks.runningMillis() + graceMillis;
    switch (phase) {
      case Phase.Running() -> {
        phase = new Phase.Ending(cause, killAt);
        terminate(true, all);
      }
      case Phase.Ending(Cause first, long earlier) ->
          phase = new Phase.Ending(first, Math.min(earlier, killAt));
      case Phase.Clearing c ->
          phase =
              new Phase.Clearing(
                  c.ending(), c.exit(), c.oomKills(), c.runMillis(), Math.min(c.killAt(), killAt));
    }
  }

  /** Somebody else has killed its process group. */
  void killed(Cause cause) {
    if (isRunning()) {
      phase = new Phase.Ending(cause, Clocks.runningMillis());
    }
  }

  /**
   * The main process has ended and is reaped.
   *
   * @param nobodyLeft whether it is known that it left no other process behind
   */
  Optional<EndedAttempt> mainEnded(
      ChildExit exit, Collection<ProcessTrees.Root> all, boolean nobodyLeft) {
    long now = Clocks.runningMillis();
    boolean suspicious = !exit.status().equals(new ExitStatus.Exited(0));
    long kills = suspicious ? oomKillsMeanwhile() : 0;
    AttemptEnding ending =
        switch (phase) {
          case Phase.Ending(Cause cause, long _) -> cause.ending(exit.status());
          case Phase.Running() -> endingByItself(exit.status(), kills);
          case Phase.Clearing c -> c.ending();
        };
    long killAt =
        switch (phase) {
          case Phase.Ending(Cause _, long at) -> Math.min(at, now + leftoverGraceMillis());
          case Phase.Running() -> now + leftoverGraceMillis();
          case Phase.Clearing c -> c.killAt();
        };
    Phase.Clearing clearing =
        new Phase.Clearing(ending, exit, kills, attempt().ranMillis(), killAt);
    phase = clearing;
    if (!root.adopted() && nobodyLeft) {
      return Optional.of(over(clearing, 0));
    }
    terminate(false, all);
    nextRound = now;
    return Optional.empty();
  }

  /** Of its own group where it has one, since then nobody else's count. */
  private long oomKillsMeanwhile() {
    return group
        .map(AttemptGroup::oomKills)
        .orElseGet(() -> Math.max(0, oomKills.now() - oomKillsBefore));
  }

  private AttemptEnding endingByItself(ExitStatus status, long kills) {
    boolean killed = status instanceof ExitStatus.Signalled(int signal) && signal == Signals.KILL;
    if (killed && kills > 0) {
      return new AttemptEnding.OutOfMemory();
    }
    return root.adopted()
        ? new AttemptEnding.LostGuard(
            "it ended after its guard had died and been replaced, so its exit code is unknown")
        : new AttemptEnding.Finished(status);
  }

  private long leftoverGraceMillis() {
    return Math.min(attempt().bounds().graceMillis(), LEFTOVER_GRACE_MILLIS);
  }

  /** Does what is due. Present when the attempt is over. */
  Optional<EndedAttempt> tick(Collection<ProcessTrees.Root> all) {
    long now = Clocks.runningMillis();
    if (now >= nextOutputCheck) {
      checkOutput(now);
    }
    if (now < nextRound) {
      return Optional.empty();
    }
    nextRound = now + POLL_MILLIS;
    return switch (phase) {
      case Phase.Clearing clearing -> clear(clearing, now, all);
      case Phase.Ending(Cause cause, long killAt) when now >= killAt ->
          killMain(cause, now - killAt, all);
      case Phase.Ending _, Phase.Running _ ->
          root.adopted() && !mainIsAlive()
              ? mainEnded(unknownExit(), all, false)
              : Optional.empty();
    };
  }

  /** The main process had its grace. Its end comes as an event, or by polling when adopted. */
  private Optional<EndedAttempt> killMain(
      Cause cause, long sinceMillis, Collection<ProcessTrees.Root> all) {
    if (root.adopted() && !mainIsAlive()) {
      return mainEnded(unknownExit(), all, false);
    }
    // First what takes no look at anybody: a fork storm grows while it is looked at.
    group.ifPresent(own -> own.kill(processes));
    killOrphans(all);
    boolean patient = sinceMillis < KILL_PATIENCE_MILLIS;
    List<ProcessEntry> members =
        group.isPresent() && patient ? List.of() : trees.members(root, all);
    signalAll(Signals.KILL, members, true);
    nextRound = Clocks.runningMillis() + ROUND_MILLIS;
    if (patient) {
      return Optional.empty();
    }
    ChildExit exit = unknownExit();
    long runMillis = attempt().ranMillis();
    return Optional.of(
        over(
            new Phase.Clearing(cause.ending(exit.status()), exit, 0, runMillis, 0),
            members.size() + 1));
  }

  private Optional<EndedAttempt> clear(
      Phase.Clearing clearing, long now, Collection<ProcessTrees.Root> all) {
    if (group.isPresent() && now < clearing.killAt() + KILL_PATIENCE_MILLIS) {
      AttemptGroup own = group.get();
      if (now >= clearing.killAt()) {
        own.kill(processes);
      }
      if (!own.members().isEmpty()) {
        nextRound = Clocks.runningMillis() + ROUND_MILLIS;
        return Optional.empty();
      }
      if (!root.adopted()
          && trees.isBare(() -> all.stream().filter(other -> !other.equals(root)).toList())) {
        return Optional.of(over(clearing, 0));
      }
    }
    if (now >= clearing.killAt()) {
      killOrphans(all);
    }
    boolean quiet = emptyAtDeaths == orphanDeaths;
    emptyAtDeaths = -1;
    long deathsBefore = orphanDeaths;
    List<ProcessEntry> members = trees.members(root, all);
    if (members.isEmpty()) {
      if (quiet) {
        return Optional.of(over(clearing, 0));
      }
      // A walk can miss a process whose parent died during it. That death comes to us, so a second
      // empty walk without a death since the first began is proof.
      emptyAtDeaths = deathsBefore;
      nextRound = Clocks.runningMillis() + ROUND_MILLIS;
      return Optional.empty();
    }
    if (now >= clearing.killAt()) {
      signalAll(Signals.KILL, members, false);
    }
    if (now >= clearing.killAt() + KILL_PATIENCE_MILLIS) {
      return Optional.of(over(clearing, members.size()));
    }
    // A walk through all processes is not free: never spend more than a fifth of the time on it.
    long walkMillis = Clocks.runningMillis() - now;
    nextRound = now + Math.max(ROUND_MILLIS, 5 * walkMillis);
    return Optional.empty();
  }

  /**
   * Ends a chain whose every generation leaves its session, starts the next and goes: a walk
   * through all processes is too slow to meet any of them, but each comes to us when its parent
   * goes.
   */
  private void killOrphans(Collection<ProcessTrees.Root> all) {
    for (int look = 0; look < ORPHAN_LOOKS_MAX; look++) {
      List<ProcessEntry> orphans = trees.orphans(root, all);
      if (orphans.isEmpty()) {
        return;
      }
      orphans.forEach(orphan -> processes.signal(orphan.pid(), Signals.KILL));
    }
  }

  /** A child of the guard that is nobody's main process has ended; it may have been of our tree. */
  void orphanEnded() {
    orphanDeaths++;
  }

  /** When {@link #tick} has something to do at the latest, on {@link Clocks#runningMillis}. */
  long nextTick() {
    long due =
        switch (phase) {
          case Phase.Running() -> root.adopted() ? nextRound : Long.MAX_VALUE;
          case Phase.Ending(Cause _, long killAt) ->
              root.adopted() ? nextRound : Math.max(killAt, nextRound);
          case Phase.Clearing _ -> nextRound;
        };
    long limit = attempt().bounds().timeLimitMillis();
    boolean limited = phase instanceof Phase.Running && limit > 0;
    long limitAt = limited ? attempt().startedRunningMillis() + limit : Long.MAX_VALUE;
    return Math.min(Math.min(due, nextOutputCheck), limitAt);
  }

  boolean isRunning() {
    return phase instanceof Phase.Running;
  }

  /**
   * Signals main process and members. A group is signalled as a whole as well, which no fork can
   * slip through; then everybody who left it. After TERM comes CONT, since a stopped process takes
   * no signal before.
   */
  private void signalAll(int signal, List<ProcessEntry> members, boolean mainIsThere) {
    int pid = attempt().pid();
    boolean groupIsOurs = mainIsThere && (!root.adopted() || mainIsAlive());
    List<Integer> groups = new ArrayList<>();
    if (groupIsOurs || members.stream().anyMatch(member -> member.group() == pid)) {
      groups.add(pid);
    }
    List<Integer> others =
        members.stream().filter(m -> m.group() != pid).map(ProcessEntry::pid).toList();
    groups.forEach(pgid -> processes.signalGroup(pgid, signal));
    others.forEach(member -> processes.signal(member, signal));
    if (signal == Signals.TERM) {
      groups.forEach(pgid -> processes.signalGroup(pgid, Signals.CONTINUE));
      others.forEach(member -> processes.signal(member, Signals.CONTINUE));
    }
  }

  /** Asks everybody to end: those in its group where it has one, else whoever a look finds. */
  private void terminate(boolean mainIsThere, Collection<ProcessTrees.Root> all) {
    if (group.isEmpty()) {
      signalAll(Signals.TERM, trees.members(root, all), mainIsThere);
      return;
    }
    for (int signal : List.of(Signals.TERM, Signals.CONTINUE)) {
      group.get().members().forEach(pid -> processes.signal(pid, signal));
    }
  }

  private boolean mainIsAlive() {
    return ProcessTable.find(attempt().pid())
        .filter(process -> attempt().isMain(process) && process.isAlive())
        .isPresent();
  }

  private ChildExit unknownExit() {
    return new ChildExit(attempt().pid(), new ExitStatus.Unknown(), 0, 0);
  }

  private void checkOutput(long now) {
    try {
      long grown = stdout.check() + stderr.check();
      if (grown > outputMaxBytes / 8) {
        outputCheckMillis = OUTPUT_CHECK_MIN_MILLIS;
      } else {
        outputCheckMillis = Math.min(OUTPUT_CHECK_MAX_MILLIS, outputCheckMillis * 3 / 2);
      }
    } catch (IOException e) {
      GuardLog.say("the output of " + attempt().attempt() + " cannot be bounded: " + e);
      outputCheckMillis = OUTPUT_CHECK_MAX_MILLIS;
    }
    nextOutputCheck = now + outputCheckMillis;
  }

  private EndedAttempt over(Phase.Clearing clearing, int leftProcesses) {
    try {
      stdout.close();
      stderr.close();
    } catch (IOException e) {
      GuardLog.say("the output of " + attempt().attempt() + " cannot be packed: " + e);
    }
    return new EndedAttempt(
        attempt().attempt(),
        clearing.ending(),
        attempt().startedAtMillis(),
        clearing.runMillis(),
        clearing.exit().cpuMillis(),
        clearing.exit().maxResidentBytes(),
        clearing.oomKills(),
        leftProcesses,
        false,
        attempt().note());
  }
}
