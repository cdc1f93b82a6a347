package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ChildExit;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.ProcessEntry;
import io.github.packtrain.worker.process.ProcessTable;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.SpawnException;
import io.github.packtrain.worker.process.SpawnRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The guard's one thread that owns all attempts. Everything else (connections, the reaper) only
 * puts events into its queue; it never waits for any of them.
 */
final class GuardLoop implements Link.Receiver {
  private static final int QUEUE_MAX_EVENTS = 1024;
  private static final long TICK_MAX_MILLIS = 250;

  private final GuardOptions options;
  private final Processes processes;
  private final AttemptStore store;
  private final ProcessTrees trees;
  private final String bootId;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(QUEUE_MAX_EVENTS);
  private final Map<AttemptId, Supervision> running = new TreeMap<>();
  private final Map<AttemptId, EndedAttempt> ended = new TreeMap<>();
  private Optional<Link> worker = Optional.empty();
  private long leaseUntilBootMillis;
  private long idleSinceMillis = Clocks.runningMillis();
  private Optional<String> shutdown = Optional.empty();

  private sealed interface Event {
    record Received(Link link, GuardMessage message) implements Event {}

    record Closed(Link link) implements Event {}

    /** A child has ended and waits to be reaped; {@code handled} is opened when it was. */
    record ChildEnded(int pid, CountDownLatch handled) implements Event {}

    record ShutdownAsked(String reason) implements Event {}
  }

  GuardLoop(
      GuardOptions options,
      Processes processes,
      AttemptStore store,
      ProcessTrees trees,
      String bootId) {
    this.options = options;
    this.processes = processes;
    this.store = store;
    this.trees = trees;
    this.bootId = bootId;
    this.leaseUntilBootMillis = Clocks.bootMillis() + options.leaseMillis();
  }

  @Override
  public void received(Link link, GuardMessage message) throws InterruptedException {
    events.put(new Event.Received(link, message));
  }

  @Override
  public void closed(Link link, IOException cause) throws InterruptedException {
    events.put(new Event.Closed(link));
  }

  /** Says that a child has ended, and returns once it is reaped. */
  void childEnded(int pid) throws InterruptedException {
    CountDownLatch handled = new CountDownLatch(1);
    events.put(new Event.ChildEnded(pid, handled));
    handled.await();
  }

  /** Ends all attempts and then the loop. */
  void shutdown(String reason) throws InterruptedException {
    events.put(new Event.ShutdownAsked(reason));
  }

  /** Takes over what earlier guards left. To be called once, before {@link #run}. */
  void adopt() throws IOException {
    for (AttemptStore.Left left : store.readAll()) {
      switch (left) {
        case AttemptStore.Left.Over(EndedAttempt attempt) -> ended.put(attempt.attempt(), attempt);
        case AttemptStore.Left.Open(AttemptRecord attempt) -> adopt(attempt);
        case AttemptStore.Left.Unreadable(AttemptId attempt, String why) -> {
          GuardLog.say("what an earlier guard left of " + attempt + " cannot be read: " + why);
          over(lost(attempt, 0, 0, "what its guard wrote down cannot be read"));
        }
      }
    }
    CrashPoint.pass("guard.adopted");
    if (!running.isEmpty() || !ended.isEmpty()) {
      GuardLog.say(
          "took over " + running.size() + " running and " + ended.size() + " ended attempts");
    }
  }

  private void adopt(AttemptRecord attempt) {
    AttemptRecord known = attempt.pid() != 0 ? attempt : completed(attempt);
    boolean sameBoot = known.bootId().equals(bootId);
    boolean alive = sameBoot && ProcessTable.isAlive(known.pid(), known.startTicks());
    if (!sameBoot || known.pid() == 0) {
      String why =
          sameBoot ? "its guard died before it had started it" : "the machine was restarted";
      over(lost(known.attempt(), known.startedAtMillis(), 0, why));
      return;
    }
    // A main process that is gone may still have left others, so it is supervised to its end.
    if (!alive) {
      GuardLog.say(known.attempt() + " ended while there was no guard");
    }
    running.put(known.attempt(), supervise(known, true));
  }

  /** Finds the process of a guard that died between starting it and writing down its pid. */
  private AttemptRecord completed(AttemptRecord attempt) {
    return trees
        .findByMarker(attempt)
        .map(process -> attempt.withProcess(process.pid(), process.startTicks()))
        .orElse(attempt);
  }

  private static EndedAttempt lost(
      AttemptId attempt, long startedAtMillis, long runMillis, String why) {
    return new EndedAttempt(
        attempt, new AttemptEnding.LostGuard(why), startedAtMillis, runMillis, 0, 0, 0, 0);
  }

  /** Runs until it was told to end, or nobody has needed it for a while. */
  void run() throws InterruptedException {
    while (!isDone()) {
      Event first = events.poll(waitMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        List<Event> batch = new ArrayList<>(List.of(first));
        events.drainTo(batch);
        for (Event event : batch) {
          handle(event);
        }
      }
      tick();
    }
    if (worker.isPresent()) {
      worker.get().closeAfterSending();
      worker.get().awaitSent(TICK_MAX_MILLIS * 4);
    }
  }

  private boolean isDone() {
    if (!running.isEmpty()) {
      return false;
    }
    boolean unneeded =
        worker.isEmpty() && Clocks.runningMillis() - idleSinceMillis >= options.idleExitMillis();
    return shutdown.isPresent() || unneeded;
  }

  private long waitMillis() {
    long now = Clocks.runningMillis();
    long due = now + TICK_MAX_MILLIS;
    for (Supervision attempt : running.values()) {
      due = Math.min(due, attempt.nextTick());
    }
    long leaseMillis = leaseUntilBootMillis - Clocks.bootMillis();
    // The end of the lease is acted upon when it comes, not at the next look round after it.
    return Math.max(1, Math.min(due - now, leaseMillis < 0 ? Long.MAX_VALUE : leaseMillis + 1));
  }

  private void handle(Event event) {
    switch (event) {
      case Event.Received(Link link, GuardMessage.Hello hello) -> greet(link, hello);
      case Event.Received(Link link, GuardMessage message) -> {
        if (worker.equals(Optional.of(link))) {
          obey(message);
        }
      }
      case Event.Closed(Link link) -> {
        if (worker.equals(Optional.of(link))) {
          worker = Optional.empty();
          idleSinceMillis = Clocks.runningMillis();
        }
      }
      case Event.ChildEnded(int pid, CountDownLatch handled) -> {
        reap(pid);
        handled.countDown();
      }
      case Event.ShutdownAsked(String reason) -> endAll(reason);
    }
  }

  /**
   * The newest worker is the right one: an older connection is a process that is on its way out.
   */
  private void greet(Link link, GuardMessage.Hello hello) {
    List<RunningAttempt> attempts = running.values().stream().map(Supervision::running).toList();
    boolean understood = hello.version() == GuardWire.VERSION;
    link.send(
        new GuardMessage.Welcome(
            GuardWire.VERSION,
            Math.toIntExact(ProcessHandle.current().pid()),
            processes.mechanism(),
            understood ? attempts : List.of(),
            understood ? List.copyOf(ended.values()) : List.of()));
    if (!understood) {
      link.closeAfterSending();
      return;
    }
    worker.filter(older -> older != link).ifPresent(GuardLoop::sendAway);
    worker = Optional.of(link);
    leaseUntilBootMillis = hello.leaseUntilBootMillis();
  }

  private static void sendAway(Link older) {
    older.send(new GuardMessage.Replaced());
    older.closeAfterSending();
  }

  private void obey(GuardMessage message) {
    switch (message) {
      case GuardMessage.Start(StartAttempt attempt) -> start(attempt);
      case GuardMessage.Stop(AttemptId attempt, String reason, long graceMillis) ->
          stop(attempt, reason, graceMillis);
      case GuardMessage.RenewLease(long until) -> leaseUntilBootMillis = until;
      case GuardMessage.Acknowledge(AttemptId attempt) -> acknowledge(attempt);
      case GuardMessage.Shutdown(String reason) -> endAll(reason);
      case GuardMessage.Hello _, GuardMessage.Notice _ ->
          GuardLog.say("a message that no worker sends here: " + message);
    }
  }

  private void start(StartAttempt start) {
    AttemptId attempt = start.attempt();
    Supervision known = running.get(attempt);
    EndedAttempt over = ended.get(attempt);
    if (known != null) {
      tell(new GuardMessage.Started(known.running()));
    } else if (over != null) {
      tell(new GuardMessage.Ended(over));
    } else if (shutdown.isPresent()) {
      over(EndedAttempt.notStarted(attempt, "GUARD_ENDING", "the guard is ending", "Try again."));
    } else if (start.leasePolicy() == LeasePolicy.STOP && leaseHasLapsed()) {
      over(
          EndedAttempt.notStarted(
              attempt,
              "LEASE_LAPSED",
              "the worker's lease had lapsed when the attempt was to start",
              "Nothing: it is placed again. If it happens often, look for pauses of the worker."));
    } else {
      spawn(start);
    }
  }

  private void spawn(StartAttempt start) {
    AttemptDirectory directory = store.directory(start.attempt());
    AttemptRecord starting = AttemptRecord.starting(start, bootId);
    try {
      // Written before the process exists: whatever happens next, the attempt is found again.
      CrashPoint.pass("guard.start.before");
      store.saveRecord(starting);
      CrashPoint.pass("guard.start.recorded");
      int pid = processes.spawn(request(start, directory));
      CrashPoint.pass("guard.start.spawned");
      long startTicks = ProcessTable.find(pid).map(ProcessEntry::startTicks).orElse(0L);
      AttemptRecord started = starting.withProcess(pid, startTicks);
      Supervision supervision = supervise(started, false);
      running.put(start.attempt(), supervision);
      store.saveRecord(started);
      CrashPoint.pass("guard.start.pid-recorded");
      tell(new GuardMessage.Started(supervision.running()));
    } catch (SpawnException e) {
      over(
          EndedAttempt.notStarted(
              start.attempt(), e.code().name(), String.valueOf(e.getMessage()), e.hint()));
    } catch (IOException e) {
      GuardLog.say("cannot write down " + start.attempt() + ": " + e);
      if (!running.containsKey(start.attempt())) {
        over(
            EndedAttempt.notStarted(
                start.attempt(),
                "WORKER_DIRECTORY_NOT_USABLE",
                "the attempt's directory cannot be written: " + e,
                "Check that the worker's directory exists, is writable and has space."));
      }
    }
  }

  private SpawnRequest request(StartAttempt start, AttemptDirectory directory) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(ProcessTrees.MARKER, directory.path().toString());
    environment.put("PACKTRAIN_ATTEMPT", start.attempt().toString());
    environment.putAll(start.environment());
    environment.put(ProcessTrees.MARKER, directory.path().toString());
    environment.put("PACKTRAIN_ATTEMPT", start.attempt().toString());
    return new SpawnRequest(
        start.argv(), environment, start.workdir(), directory.stdout(), directory.stderr());
  }

  private Supervision supervise(AttemptRecord attempt, boolean adopted) {
    return new Supervision(
        new ProcessTrees.Root(attempt, adopted),
        trees,
        processes,
        store.directory(attempt.attempt()));
  }

  private void stop(AttemptId attempt, String reason, long graceMillis) {
    Supervision known = running.get(attempt);
    if (known != null) {
      long grace = graceMillis >= 0 ? graceMillis : known.attempt().graceMillis();
      known.end(status -> new AttemptEnding.Stopped(reason, status), grace, roots());
    } else if (ended.containsKey(attempt)) {
      tell(new GuardMessage.Ended(ended.get(attempt)));
    }
  }

  private void endAll(String reason) {
    shutdown = Optional.of(reason);
    List.copyOf(running.keySet()).forEach(attempt -> stop(attempt, reason, -1));
  }

  private void acknowledge(AttemptId attempt) {
    ended.remove(attempt);
    if (running.containsKey(attempt)) {
      return;
    }
    try {
      CrashPoint.pass("guard.forget.before");
      store.forget(attempt);
    } catch (IOException e) {
      GuardLog.say("cannot remove what was written of " + attempt + ": " + e);
    }
  }

  private void reap(int pid) {
    Optional<ChildExit> exit = processes.reap(pid);
    Optional<Supervision> main =
        running.values().stream()
            .filter(s -> s.attempt().pid() == pid && !s.root().adopted())
            .findFirst();
    if (exit.isPresent() && main.isPresent()) {
      main.get().mainEnded(exit.get(), roots()).ifPresent(this::over);
    } else {
      running.values().forEach(Supervision::orphanEnded);
    }
  }

  private void tick() {
    boolean lapsed = leaseHasLapsed();
    for (Supervision attempt : List.copyOf(running.values())) {
      enforce(attempt, lapsed);
      attempt.tick(roots()).ifPresent(this::over);
    }
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
      long limitMillis = record.timeLimitMillis();
      attempt.end(
          (ExitStatus status) -> new AttemptEnding.TimeLimit(limitMillis, status),
          record.graceMillis(),
          roots());
    }
  }

  private boolean leaseHasLapsed() {
    return Clocks.bootMillis() > leaseUntilBootMillis;
  }

  private void over(EndedAttempt attempt) {
    running.remove(attempt.attempt());
    ended.put(attempt.attempt(), attempt);
    idleSinceMillis = Clocks.runningMillis();
    try {
      CrashPoint.pass("guard.end.before-kept");
      store.saveEnded(attempt);
      CrashPoint.pass("guard.end.kept");
    } catch (IOException e) {
      GuardLog.say("cannot write down the end of " + attempt + ": " + e);
    }
    if (attempt.leftProcesses() > 0) {
      GuardLog.say(
          attempt.leftProcesses() + " processes of " + attempt.attempt() + " withstand KILL");
    }
    tell(new GuardMessage.Ended(attempt));
  }

  private void tell(GuardMessage message) {
    worker.ifPresent(link -> link.send(message));
  }

  private Collection<ProcessTrees.Root> roots() {
    return running.values().stream().map(Supervision::root).toList();
  }
}
