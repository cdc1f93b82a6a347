package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The guard's one thread that owns all attempts. Everything else (connections, the reaper) only
 * puts events into its queue; it never waits for any of them.
 */
final class GuardLoop implements Link.Receiver {
  private static final int QUEUE_MAX_EVENTS = 1024;

  /** A round takes no more, so that ends are seen and told soon while many are to start. */
  private static final int BATCH_MAX_EVENTS = 8;

  private static final long TICK_MAX_MILLIS = 250;

  private final GuardOptions options;
  private final Processes processes;
  private final GuardJournal journal;
  private final Attempts attempts;
  private final String bootId;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(QUEUE_MAX_EVENTS);
  private final List<GuardMessage> notices = new ArrayList<>();
  private final Map<AttemptId, StartAttempt> asked = new LinkedHashMap<>();
  private Optional<Link> worker = Optional.empty();
  private final LeaseWatch lease;
  private long idleSinceMillis = Clocks.runningMillis();
  private long changesSeen;
  private long tickAt;
  private Optional<String> shutdown = Optional.empty();

  private sealed interface Event {
    record Received(Link link, GuardMessage message) implements Event {}

    record Closed(Link link) implements Event {}

    /** Children have ended and wait to be reaped; {@code reaped} gets a permit when they are. */
    record ChildrenEnded(Semaphore reaped) implements Event {}

    record ShutdownAsked(String reason) implements Event {}
  }

  GuardLoop(GuardOptions options, Attempts.Tools tools) {
    this.options = options;
    this.processes = tools.processes();
    this.journal = tools.journal();
    this.bootId = tools.bootId();
    this.attempts = new Attempts(tools, notices::add);
    this.lease = tools.lease();
    attempts.adopt();
  }

  @Override
  public void received(Link link, GuardMessage message) throws InterruptedException {
    events.put(new Event.Received(link, message));
  }

  @Override
  public void closed(Link link, IOException cause) throws InterruptedException {
    events.put(new Event.Closed(link));
  }

  /** Says that children have ended, and returns once they are reaped. */
  void childrenEnded() throws InterruptedException {
    Semaphore reaped = new Semaphore(0);
    events.put(new Event.ChildrenEnded(reaped));
    reaped.acquire();
  }

  /** Ends all attempts and then the loop. */
  void shutdown(String reason) throws InterruptedException {
    events.put(new Event.ShutdownAsked(reason));
  }

  /** Runs until it was told to end, or nobody has needed it for a while. */
  void run() throws InterruptedException {
    List<Event> batch = new ArrayList<>();
    processes.setUrgent(true);
    writeAndTell();
    while (!isDone()) {
      Event first = events.poll(waitMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        events.drainTo(batch, BATCH_MAX_EVENTS);
        batch.forEach(this::handle);
        batch.clear();
        startAsked();
        attempts.reap();
      }
      tickWhenDue();
      writeAndTell();
    }
    if (worker.isPresent()) {
      worker.get().closeAfterSending();
      worker.get().awaitSent(TICK_MAX_MILLIS * 4);
    }
  }

  private boolean isDone() {
    if (!attempts.isEmpty()) {
      return false;
    }
    boolean unneeded =
        worker.isEmpty() && Clocks.runningMillis() - idleSinceMillis >= options.idleExitMillis();
    return shutdown.isPresent() || unneeded;
  }

  private long waitMillis() {
    long leaseMillis = lease.untilBootMillis() - Clocks.bootMillis();
    // The end of the lease is acted upon when it comes, not at the next look round after it.
    long due =
        Math.min(
            tickAt - Clocks.runningMillis(), leaseMillis < 0 ? TICK_MAX_MILLIS : leaseMillis + 1);
    return Math.clamp(due, 1, TICK_MAX_MILLIS);
  }

  private void handle(Event event) {
    switch (event) {
      case Event.Received(Link link, GuardMessage.Hello hello) -> {
        startAsked();
        greet(link, hello);
      }
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
      case Event.ChildrenEnded(Semaphore reaped) -> {
        attempts.reap();
        reaped.release();
      }
      case Event.ShutdownAsked(String reason) -> {
        startAsked();
        endAll(reason);
      }
    }
  }

  /**
   * The newest worker is the right one: an older connection is a process that is on its way out.
   */
  private void greet(Link link, GuardMessage.Hello hello) {
    writeAndTell();
    boolean understood = hello.version() == GuardWire.VERSION;
    link.send(
        new GuardMessage.Welcome(
            GuardWire.VERSION,
            Math.toIntExact(ProcessHandle.current().pid()),
            processes.mechanism(),
            options.taskUser(),
            understood ? attempts.running() : List.of(),
            understood ? attempts.ended() : List.of()));
    if (!understood) {
      link.closeAfterSending();
      return;
    }
    worker.filter(older -> older != link).ifPresent(GuardLoop::sendAway);
    worker = Optional.of(link);
    if (hello.leaseUntilBootMillis() != GuardMessage.Hello.LEASE_UNKNOWN) {
      renew(hello.leaseUntilBootMillis());
    }
  }

  private static void sendAway(Link older) {
    older.send(new GuardMessage.Replaced());
    older.closeAfterSending();
  }

  private void obey(GuardMessage message) {
    if (message instanceof GuardMessage.Start(StartAttempt attempt)) {
      asked.putIfAbsent(attempt.attempt(), attempt);
      return;
    }
    if (message instanceof GuardMessage.Acknowledge(AttemptId attempt)) {
      attempts.acknowledge(attempt);
      return;
    }
    startAsked();
    switch (message) {
      case GuardMessage.Stop(AttemptId attempt, String reason, long graceMillis) ->
          attempts.stop(attempt, reason, graceMillis);
      case GuardMessage.RenewLease(long until) -> renew(until);
      case GuardMessage.Shutdown(String reason) -> endAll(reason);
      case GuardMessage.Hello _,
          GuardMessage.Start _,
          GuardMessage.Acknowledge _,
          GuardMessage.Notice _ ->
          GuardLog.say("a message that no worker sends here: " + message);
    }
  }

  /**
   * Starts what was asked for, in one go. To be called before any other order is followed, so that
   * orders keep their sequence.
   */
  private void startAsked() {
    if (asked.isEmpty()) {
      return;
    }
    List<StartAttempt> fit = new ArrayList<>(asked.size());
    boolean lapsed = lease.hasLapsed();
    for (StartAttempt start : asked.values()) {
      if (attempts.isKnown(start.attempt())) {
        continue;
      }
      if (shutdown.isPresent()) {
        attempts.refuse(start, "GUARD_ENDING", "the guard is ending", "Try again.");
      } else if (start.leasePolicy() == LeasePolicy.STOP && lapsed) {
        attempts.refuse(
            start,
            "LEASE_LAPSED",
            "the worker's lease had lapsed when the attempt was to start",
            "Nothing: it is placed again. If it happens often, look for pauses of the worker.");
      } else {
        fit.add(start);
      }
    }
    asked.clear();
    attempts.start(fit);
  }

  private void endAll(String reason) {
    shutdown = Optional.of(reason);
    attempts.stopAll(reason);
  }

  private void tickWhenDue() {
    long now = Clocks.runningMillis();
    boolean lapsed = lease.hasLapsed();
    if (attempts.changes() != changesSeen || now >= tickAt || lapsed) {
      changesSeen = attempts.changes();
      tickAt = Math.min(now + TICK_MAX_MILLIS, attempts.tick(lapsed));
    }
    if (!attempts.isEmpty()) {
      idleSinceMillis = now;
    }
  }

  private void renew(long untilBootMillis) {
    lease.renewed(untilBootMillis);
    journal.lease(bootId, untilBootMillis);
  }

  /** Ends a round: first everything is written down, then it is told. */
  private void writeAndTell() {
    try {
      CrashPoint.pass("guard.round.before-kept");
      journal.flush();
      CrashPoint.pass("guard.round.kept");
    } catch (IOException e) {
      GuardLog.say("cannot write down what happened: " + e);
    }
    if (!notices.isEmpty()) {
      worker.ifPresent(link -> link.sendAll(notices));
      notices.clear();
    }
  }
}
