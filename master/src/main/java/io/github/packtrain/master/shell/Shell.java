package io.github.packtrain.master.shell;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.StealingRule;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.History;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.journal.Recorded;
import io.github.packtrain.master.policy.CutOffException;
import io.github.packtrain.master.policy.UserPolicies;
import io.github.packtrain.master.shadow.Shadow;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.session.loop.Effect;
import io.github.packtrain.session.loop.LoopOptions;
import io.github.packtrain.session.loop.MasterLoop;
import io.github.packtrain.session.loop.Presence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A master without its doors: recovers the truth from the journal, then runs the threads around the
 * loop until closed or until something cannot go on ({@link Condition#failure}).
 */
public final class Shell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

  /** Threads that wait for something to plan, and have nothing to lose. */
  private static final Set<String> PLANNING = Set.of("planner", "shadow");

  private static final long STOP_SECONDS = 30;
  private static final long FORGET_MINUTES = 30;
  private static final long FORGET_PAUSE_NANOS = 5_000_000;
  private static final int HISTORY_DAYS = 90;
  private static final int HISTORY_JOBS_MAX = 1_000_000;

  private final Condition condition = new Condition();
  private final Inbox inbox = new Inbox();
  private final Numbers numbers = new Numbers();
  private final WorkerStreams workers = new WorkerStreams(inbox, numbers, condition);
  private final LogStreams logs = new LogStreams(inbox, numbers);
  private final EventTap events = new EventTap();
  private final Calls calls = new Calls(inbox, numbers, condition);
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("timer").factory());
  private final Journal journal;
  private final History history;
  private final long epoch;
  private final Replica replica;
  private final JournalThread journalThread;
  private final PlannerThread plannerThread;
  private final PlacementChoice placement;
  private final UserPolicies policies;
  private final Shadow shadow;
  private final PlacementInForce planning;

  private Shell(
      ShellOptions options,
      UserPolicies policies,
      Journal journal,
      History history,
      LongSupplier spaceBytes) {
    this.policies = policies;
    this.journal = journal;
    this.history = history;
    Recovery recovery = Recovery.of(journal, history);
    epoch = journal.log().openEpoch(System.currentTimeMillis());
    CrashPoint.pass("master.recovery.epoch");
    MasterClock clock = new MasterClock(recovery.lastMillis());
    SnapshotKeeper snapshots =
        new SnapshotKeeper(
            journal, options.snapshotEvents(), options.snapshotMillis(), recovery.replayed());
    Plan noPlan = Plan.nothing(0);
    replica =
        new Replica(
            recovery.replicaWorld(),
            new Presence(new TreeMap<>(), noPlan, 0),
            recovery.sequence(),
            recovery.lastEvent(),
            recovery.history(),
            snapshots,
            events);
    journalThread =
        new JournalThread(journal, epoch, replica, this::carryOut, condition, spaceBytes);
    planning = new PlacementInForce(options.policy(), policies, options.placementsMax());
    shadow = new Shadow(setting -> shadowPlans(setting, options));
    plannerThread = new PlannerThread(planning, policies, shadow, inbox);
    placement = options.policy();
    LoopOptions loopOptions =
        LoopOptions.of(epoch, options.heartbeatMillis(), options.lostAfterMillis())
            .withStealing(StealingRule.of(options.policy().name(), options.policy().options()));
    MasterLoop loop =
        new MasterLoop(loopOptions, recovery.loopWorld(), policies.policies(), clock.millis());
    LoopThread loopThread =
        new LoopThread(loop, clock, inbox, workers, plannerThread, journalThread);
    LOG.info(
        "recovered {} events, {} of them replayed; epoch {}",
        recovery.lastEvent(),
        recovery.replayed(),
        epoch);
    start("loop", loopThread::run);
    start("journal", journalThread::run);
    start("history", recovery.history()::run);
    start("replica", replica::run);
    start("planner", plannerThread::run);
    start("shadow", shadow::run);
    long tick = loopOptions.tickMillis();
    repeat(inbox::tick, 0, tick, TimeUnit.MILLISECONDS);
    repeat(this::forget, 1, FORGET_MINUTES, TimeUnit.MINUTES);
  }

  /**
   * Recovers and starts.
   *
   * @param directory stays the caller's to close
   * @param policies of users; likewise
   * @throws JournalException when the journal is damaged or cannot be used
   */
  public static Shell start(DataDirectory directory, ShellOptions options, UserPolicies policies) {
    Journal journal = Journal.open(directory);
    try {
      History history = History.open(directory, journal.log().lastSequence());
      try {
        return new Shell(
            options, policies, journal, history, directory.path().toFile()::getUsableSpace);
      } catch (RuntimeException e) {
        try (history) {
          throw e;
        }
      }
    } catch (RuntimeException e) {
      try (journal) {
        throw e;
      }
    }
  }

  public Condition condition() {
    return condition;
  }

  public Calls calls() {
    return calls;
  }

  public Replica replica() {
    return replica;
  }

  public WorkerStreams workers() {
    return workers;
  }

  public LogStreams logs() {
    return logs;
  }

  public EventTap events() {
    return events;
  }

  /** The journal after an event; see {@link io.github.packtrain.journal.BatchLog#after}. */
  public List<Recorded> recordedAfter(long event, int batchesMax) {
    return journal.log().after(event, batchesMax);
  }

  /** What has ended; may be read from any thread. */
  public History history() {
    return history;
  }

  /** Where tasks go while nobody sets anything else. */
  public PlacementChoice usualPlacement() {
    return placement;
  }

  private Shadow.Plans shadowPlans(Setting setting, ShellOptions options) {
    PlacementInForce plans =
        new PlacementInForce(options.policy(), policies, options.placementsMax());
    return new Shadow.Plans() {
      @Override
      public Plan plan(PlanView view) throws CutOffException, InterruptedException {
        return plans.plan(view, Optional.of(setting));
      }

      @Override
      public long cpuNanos() {
        return plans.cpuNanos();
      }
    };
  }

  /** A second placement beside the live one, without effect. */
  public Shadow shadow() {
    return shadow;
  }

  /** What each placement did since the start. */
  public List<Planned> planning() {
    return planning.done();
  }

  /** Those that can be set. */
  public UserPolicies policies() {
    return policies;
  }

  public long epoch() {
    return epoch;
  }

  /** Runs something every so often, on a thread that must not be held up. */
  public void repeat(Runnable work, long seconds) {
    repeat(work, seconds, seconds, TimeUnit.SECONDS);
  }

  /** A timer drops work that throws, and says nothing; here it goes on. */
  private void repeat(Runnable work, long first, long then, TimeUnit unit) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.error("work of the timer failed", e);
              }
            },
            first,
            then,
            unit);
  }

  /** How busy the threads are. */
  public Load load() {
    return new Load(
        inbox.size(),
        journalThread.batches(),
        journalThread.appendNanos(),
        journal.log().lastEvent(),
        replica.lastEvent(),
        replica.lagMax());
  }

  /**
   * Writes a copy of the journal; blocks.
   *
   * @return the last batch in it
   * @throws JournalException when the target cannot be written
   */
  public long backup(Path target) {
    return journal.backup(target, Optional.of(history));
  }

  /** Takes no more from now on, and sends the workers away: the first part of {@link #close}. */
  public void refuse() {
    condition.stop();
    events.end();
    workers.closeAll(Condition.stoppingRejection());
  }

  /**
   * Stops in order: takes no more, finishes what came in, writes a snapshot, closes the journal.
   * What waits for space on a full disk is given up; nobody had heard of it.
   */
  @Override
  public void close() {
    refuse();
    timer.shutdownNow();
    inbox.close();
    if (condition.findDegraded().isPresent()) {
      journalThread.abandon();
    }
    boolean failed = condition.failure().isDone();
    for (Thread thread : threads) {
      if (failed || PLANNING.contains(thread.getName())) {
        thread.interrupt();
      }
    }
    joinAll();
    calls.end();
    logs.end("the master is stopping");
    history.close();
    journal.close();
  }

  private void forget() {
    Thread.ofVirtual().name("forget").start(this::forgetHistory);
  }

  /** In small steps, between which the replica goes on. */
  private void forgetHistory() {
    try {
      long before = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(HISTORY_DAYS);
      while (!condition.isStopping() && history.forget(before, HISTORY_JOBS_MAX)) {
        LockSupport.parkNanos(FORGET_PAUSE_NANOS);
      }
    } catch (JournalException e) {
      LOG.warn("the history keeps more than it should: {}", e.getMessage());
    }
  }

  private void joinAll() {
    try {
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofSeconds(STOP_SECONDS))) {
          LOG.warn("the thread {} does not end", thread.getName());
          thread.interrupt();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Reply(long token, var answer) -> calls.answer(token, answer);
      case Effect.Send(long connection, var message) -> workers.send(connection, message);
      case Effect.Close(long connection, var why) -> workers.close(connection, why);
      case Effect.LogData(long token, var chunk) -> logs.data(token, chunk);
    }
  }

  /** What one of the threads does. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void start(String name, Work work) {
    threads.add(Thread.ofPlatform().name(name).daemon().start(() -> guarded(name, work)));
  }

  /**
   * Our bug, or a journal that failed: nothing goes on, and nobody hears of what is not durable.
   */
  @SuppressWarnings("CatchingUnchecked") // Whatever it is, the master must not go on half.
  private void guarded(String name, Work work) {
    try {
      work.run();
    } catch (InterruptedException _) {
      LOG.debug("the thread {} was stopped", name);
    } catch (JournalException e) {
      LOG.error("the journal failed", e);
      fail(new Rejection(Kind.UNAVAILABLE, e.code(), e.what(), e.why(), e.hint()));
    } catch (Throwable e) {
      LOG.error("the thread {} failed", name, e);
      fail(
          new Rejection(
              Kind.UNAVAILABLE,
              "INTERNAL",
              "the master made a mistake and stops: " + e,
              "the thread '" + name + "' failed; the log has the details",
              "start it again: everything acknowledged is kept; report it if it stays"));
    }
  }

  /** Whoever waits hears of it now, the rest follows with {@link #close}. */
  private void fail(Rejection why) {
    condition.stop();
    condition.fail(why);
    replica.refuse();
    calls.end();
    events.end();
    logs.end("the master stops");
  }
}
