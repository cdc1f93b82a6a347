package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ChildExit;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.ProcessTable;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.SpawnException;
import io.github.packtrain.worker.process.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The attempts of one guard: those that run, and those whose end nobody has acknowledged. Used by
 * the guard's loop alone. What changes is appended to the journal and told at the end of the loop's
 * round, first the one and then the other.
 */
final class Attempts {
  private final Processes processes;
  private final GuardJournal journal;
  private final Slots slots;
  private final ProcessTrees trees;
  private final TaskAccount account;
  private final AttemptGroups groups;
  private final LeaseWatch lease;
  private final OomKills oomKills = new OomKills();
  private final String bootId;
  private final Consumer<GuardMessage> tell;
  private final Map<AttemptId, Supervision> running = new TreeMap<>();
  private final Map<Integer, Supervision> byMainPid = new HashMap<>();
  private final Map<AttemptId, EndedAttempt> ended = new LinkedHashMap<>();
  private long changes;

  /** What the loop gives to its attempts. */
  record Tools(
      Processes processes,
      GuardJournal journal,
      Slots slots,
      ProcessTrees trees,
      TaskAccount account,
      AttemptGroups groups,
      LeaseWatch lease,
      String bootId) {}

  /**
   * @param tell takes what the worker is to be told, in order
   */
  Attempts(Tools tools, Consumer<GuardMessage> tell) {
    this.processes = tools.processes();
    this.journal = tools.journal();
    this.slots = tools.slots();
    this.trees = tools.trees();
    this.account = tools.account();
    this.groups = tools.groups();
    this.lease = tools.lease();
    this.bootId = tools.bootId();
    this.tell = tell;
  }

  /** Takes over what earlier guards left. To be called once, before anything else. */
  void adopt() {
    ended.putAll(journal.over());
    List.copyOf(journal.open().values()).forEach(this::adopt);
    CrashPoint.pass("guard.adopted");
    if (!running.isEmpty() || !ended.isEmpty()) {
      GuardLog.say(
          "took over " + running.size() + " running and " + ended.size() + " ended attempts");
    }
  }

  private void adopt(AttemptRecord attempt) {
    boolean sameBoot = attempt.bootId().equals(bootId);
    AttemptRecord known = attempt.pid() != 0 || !sameBoot ? attempt : completed(attempt);
    if (!sameBoot || known.pid() == 0) {
      String why =
          sameBoot ? "its guard died before it had started it" : "the machine was restarted";
      over(
          known,
          new EndedAttempt(
              known.attempt(),
              new AttemptEnding.LostGuard(why),
              known.startedAtMillis(),
              0,
              0,
              0,
              0,
              0,
              true,
              known.note()));
      return;
    }
    // A main process that is gone may still have left others, so it is supervised to its end.
    if (ProcessTable.find(known.pid()).filter(p -> known.isMain(p) && p.isAlive()).isEmpty()) {
      GuardLog.say(known.attempt() + " ended while there was no guard");
    }
    supervise(known, true);
  }

  /** Finds the process of a guard that died between starting it and writing down its pid. */
  private AttemptRecord completed(AttemptRecord attempt) {
    return trees
        .findByMarker(attempt)
        .map(p -> attempt.withProcess(p.pid(), p.startTicks(), p.startTicks()))
        .orElse(attempt);
  }

  private Supervision supervise(AttemptRecord attempt, boolean adopted) {
    Supervision supervision =
        new Supervision(new ProcessTrees.Root(attempt, adopted), trees, processes, oomKills);
    running.put(attempt.attempt(), supervision);
    if (!adopted) {
      byMainPid.put(attempt.pid(), supervision);
      lease.started(attempt);
    }
    changes++;
    return supervision;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** Grows with whatever may change when something is due. */
  long changes() {
    return changes;
  }

  List<RunningAttempt> running() {
    return running.values().stream().map(Supervision::running).toList();
  }

  List<EndedAttempt> ended() {
    return List.copyOf(ended.values());
  }

  /** Whether anything is known of it already; it is told of again then. */
  boolean isKnown(AttemptId attempt) {
    Supervision known = running.get(attempt);
    EndedAttempt over = ended.get(attempt);
    if (known != null) {
      tell.accept(new GuardMessage.Started(known.running()));
    } else if (over != null) {
      tell.accept(new GuardMessage.Ended(over));
    }
    return known != null || over != null;
  }

  /** An attempt that is not to run at all. */
  void refuse(StartAttempt start, String code, String message, String hint) {
    report(EndedAttempt.notStarted(start, code, message, hint));
  }

  /** Starts attempts of which nothing is known. */
  void start(List<StartAttempt> starts) {
    List<Starting> ready = new ArrayList<>(starts.size());
    for (StartAttempt start : starts) {
      prepare(start).ifPresent(ready::add);
    }
    try {
      // Written before the processes exist: whatever happens next, the attempts are found again.
      CrashPoint.pass("guard.start.before");
      journal.flush();
      CrashPoint.pass("guard.start.recorded");
    } catch (IOException e) {
      ready.forEach(starting -> notUsable(starting.order, starting.record, e));
      return;
    }
    // A storm of tasks must not hold up the guard, and tasks must not inherit what is for that.
    processes.setUrgent(false);
    ready.forEach(this::spawn);
    processes.setUrgent(true);
  }

  private record Starting(StartAttempt order, AttemptRecord record, SpawnRequest request) {}

  private Optional<Starting> prepare(StartAttempt start) {
    AttemptPlace place = start.place();
    AttemptRecord record = recordOf(start, place.directory(), 0, place.checkpoints(), List.of());
    try {
      AttemptDirectory files = new AttemptDirectory(place.directory());
      long slotNumber = 0;
      if (AttemptPlace.isChosen(place.directory())) {
        Slot slot = slots.take();
        slotNumber = slot.number();
        files = slot.files();
      } else {
        Slots.furnish(files, account);
      }
      boolean hasCheckpoints =
          !AttemptPlace.isChosen(place.checkpoints()) && isOwnDirectory(place.checkpoints());
      Path target = hasCheckpoints ? Path.of("") : place.checkpoints();
      record = recordOf(start, files.path(), slotNumber, target, List.of());
      Optional<AttemptGroup> group = groups.make(start.attempt(), start.bounds());
      if (group.isPresent()) {
        record = recordOf(start, files.path(), slotNumber, target, group.get().directories());
      }
      journal.running(record);
      Path checkpoints = hasCheckpoints ? place.checkpoints() : files.checkpoints();
      return Optional.of(
          new Starting(start, record, request(start, files, checkpoints, launcher(group))));
    } catch (IOException e) {
      notUsable(start, record, e);
      return Optional.empty();
    }
  }

  /** Asked first in the way that takes no exception when it is not there, as it mostly is not. */
  private static boolean isOwnDirectory(Path path) {
    return Files.isDirectory(path) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private AttemptRecord recordOf(
      StartAttempt start, Path directory, long slot, Path checkpoints, List<Path> own) {
    return AttemptRecord.starting(start, bootId, directory, slot, checkpoints, own);
  }

  private List<String> launcher(Optional<AttemptGroup> group) {
    List<String> words = new ArrayList<>(group.map(AttemptGroup::launcher).orElse(List.of()));
    words.addAll(account.launcher());
    return words;
  }

  private void notUsable(StartAttempt start, AttemptRecord record, IOException e) {
    GuardLog.say("cannot start " + start.attempt() + ": " + e);
    over(
        record,
        EndedAttempt.notStarted(
            start,
            "WORKER_DIRECTORY_NOT_USABLE",
            "the attempt's directory cannot be written: " + e,
            "Check that the worker's directory exists, is writable and has space."));
  }

  private static SpawnRequest request(
      StartAttempt start, AttemptDirectory files, Path checkpoints, List<String> launcher) {
    Map<String, String> environment = new LinkedHashMap<>(start.environment());
    environment.putIfAbsent("TMPDIR", files.temporary().toString());
    environment.put(ProcessTrees.MARKER, files.path().toString());
    environment.put("PACKTRAIN_ATTEMPT", start.attempt().toString());
    environment.put("PACKTRAIN_EVENTS", files.events().toString());
    environment.put("PACKTRAIN_CHECKPOINT_DIR", checkpoints.toString());
    Path workdir = start.place().workdir();
    return new SpawnRequest(
        launcher,
        start.argv(),
        environment,
        AttemptPlace.isChosen(workdir) ? files.work() : workdir,
        files.stdout(),
        files.stderr());
  }

  private void spawn(Starting starting) {
    long oomKillsBefore = oomKills.recent();
    long ticksBefore = ProcessTable.ticksNow();
    try {
      int pid = processes.spawn(starting.request);
      CrashPoint.pass("guard.start.spawned");
      AttemptRecord started =
          ticksBefore > 0
              ? starting.record.withProcess(pid, ticksBefore, ProcessTable.ticksNow())
              : ProcessTable.find(pid)
                  .map(p -> starting.record.withProcess(pid, p.startTicks(), p.startTicks()))
                  .orElse(starting.record.withProcess(pid, 0, 0));
      Supervision supervision = supervise(started, false);
      supervision.countOomKillsFrom(oomKillsBefore);
      journal.started(started);
      tell.accept(new GuardMessage.Started(supervision.running()));
    } catch (SpawnException e) {
      over(
          starting.record,
          EndedAttempt.notStarted(
              starting.order, e.code().name(), String.valueOf(e.getMessage()), e.hint()));
    }
  }

  /**
   * @param graceMillis or -1 for the attempt's own
   */
  void stop(AttemptId attempt, String reason, long graceMillis) {
    Supervision known = running.get(attempt);
    if (known != null) {
      long grace = graceMillis >= 0 ? graceMillis : known.attempt().bounds().graceMillis();
      known.end(status -> new AttemptEnding.Stopped(reason, status), grace, roots());
      changes++;
    } else if (ended.containsKey(attempt)) {
      tell.accept(new GuardMessage.Ended(ended.get(attempt)));
    }
  }

  void stopAll(String reason) {
    List.copyOf(running.keySet()).forEach(attempt -> stop(attempt, reason, -1));
  }

  void acknowledge(AttemptId attempt) {
    if (ended.remove(attempt) != null) {
      CrashPoint.pass("guard.forget.before");
      journal.forgotten(attempt);
      CrashPoint.pass("guard.forget.half");
      slots.acknowledged(attempt);
    }
  }

  /** Takes the exits of all children that have ended. */
  void reap() {
    List<ChildExit> mains = new ArrayList<>();
    lease.reaping(() -> reapInto(mains));
    if (!mains.isEmpty()) {
      mainsEnded(mains);
    }
  }

  private void reapInto(List<ChildExit> mains) {
    boolean orphans = false;
    for (Optional<ChildExit> exit = processes.reapAny();
        exit.isPresent();
        exit = processes.reapAny()) {
      Supervision main = byMainPid.get(exit.get().pid());
      if (main != null) {
        lease.ended(main.attempt().attempt());
        mains.add(exit.get());
      } else {
        trees.forgetOrphan(exit.get().pid());
        orphans = true;
      }
    }
    if (orphans) {
      running.values().forEach(Supervision::orphanEnded);
      changes++;
    }
  }

  private void mainsEnded(List<ChildExit> exits) {
    boolean nobodyLeft = trees.isBare(() -> rootsBut(exits));
    for (ChildExit exit : exits) {
      Supervision main = byMainPid.remove(exit.pid());
      if (main != null) {
        if (lease.hasKilled(main.attempt().attempt())) {
          main.killed(AttemptEnding.LeaseLapsed::new);
        }
        over(main, main.mainEnded(exit, nobodyLeft ? List.of() : roots(), nobodyLeft));
        changes++;
      }
    }
  }

  private List<ProcessTrees.Root> rootsBut(List<ChildExit> exits) {
    return running.values().stream()
        .map(Supervision::root)
        .filter(root -> exits.stream().noneMatch(exit -> exit.pid() == root.attempt().pid()))
        .toList();
  }

  /** Does what is due; answers when to be called again, on {@code Clocks.runningMillis}. */
  long tick(boolean leaseLapsed) {
    long now = Clocks.runningMillis();
    long due = Long.MAX_VALUE;
    for (Supervision attempt : List.copyOf(running.values())) {
      if (leaseLapsed || now >= attempt.nextTick()) {
        enforce(attempt, leaseLapsed);
        over(attempt, attempt.tick(roots()));
      }
      if (running.containsKey(attempt.attempt().attempt())) {
        due = Math.min(due, attempt.nextTick());
      }
    }
    return due;
  }

  private void enforce(Supervision attempt, boolean leaseLapsed) {
    AttemptRecord record = attempt.attempt();
    if (!attempt.isRunning()) {
      return;
    }
    if (leaseLapsed && record.leasePolicy() == LeasePolicy.STOP) {
      // Without grace: the margin until its replacement may start elsewhere is short.
      attempt.end(AttemptEnding.LeaseLapsed::new, 0, roots());
    } else if (record.isOverLimit()) {
      long limitMillis = record.bounds().timeLimitMillis();
      attempt.end(
          (ExitStatus status) -> new AttemptEnding.TimeLimit(limitMillis, status),
          record.bounds().graceMillis(),
          roots());
    }
  }

  private void over(Supervision supervision, Optional<EndedAttempt> end) {
    end.ifPresent(attempt -> over(supervision.attempt(), attempt));
  }

  private void over(AttemptRecord record, EndedAttempt attempt) {
    running.remove(attempt.attempt());
    byMainPid.remove(record.pid());
    if (attempt.leftProcesses() > 0) {
      GuardLog.say(
          attempt.leftProcesses() + " processes of " + attempt.attempt() + " withstand KILL");
    }
    record.findGroup().ifPresent(slots::removeGroup);
    boolean placed = !AttemptPlace.isChosen(record.directory());
    report(attempt.withFiles(placed && slots.settle(record, attempt.leftProcesses() == 0)));
  }

  private void report(EndedAttempt attempt) {
    ended.put(attempt.attempt(), attempt);
    journal.ended(attempt);
    tell.accept(new GuardMessage.Ended(attempt));
  }

  private Collection<ProcessTrees.Root> roots() {
    return running.values().stream().map(Supervision::root).toList();
  }
}
