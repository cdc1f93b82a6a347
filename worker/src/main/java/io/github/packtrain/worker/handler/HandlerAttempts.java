package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Spelling;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers on threads of this JVM, one per attempt; a thread is used again by the next. How
 * many run at once is the scheduler's decision, so there is no bound here. Unlike a command, a
 * handler ends with its worker process, and nothing of it is left to be found again. Safe for all
 * threads; no method waits.
 */
public final class HandlerAttempts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerAttempts.class);
  private static final long IDLE_SECONDS = 10;

  private final Handlers handlers;
  private final HandlerListener listener;
  private final Map<AttemptId, HandlerRun> running = new ConcurrentHashMap<>();
  private final Set<HandlerRun> abandoned = ConcurrentHashMap.newKeySet();
  private final HandlerRun.Owner owner = new Owner();
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;

  /** Runs every handler that is on the class path. */
  public HandlerAttempts(HandlerListener listener) {
    this(Handlers.load(), listener);
  }

  /** Runs these handlers and no others. */
  public HandlerAttempts(Handlers handlers, HandlerListener listener) {
    this.handlers = handlers;
    this.listener = listener;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("handler-", 1).factory());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("handler-timer").factory());
    // Limits are hours and most attempts are short: what is over must not stay in the queue.
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Starts an attempt; one that runs already is left as it is. */
  public void start(HandlerStart start) {
    String name = start.handler().name();
    Optional<TaskHandler> handler = handlers.find(name);
    if (handler.isEmpty()) {
      listener.ended(
          start.attempt(),
          AttemptResult.ended(
              Outcome.NOT_STARTED,
              "HANDLER_NOT_FOUND: this worker has no handler '%s'; %s"
                  .formatted(name, Spelling.hint(name, handlers.names()))));
      return;
    }
    HandlerRun run = new HandlerRun(start, handler.get(), listener, owner);
    if (running.putIfAbsent(start.attempt(), run) == null) {
      begin(run);
    }
  }

  private void begin(HandlerRun run) {
    HandlerStart start = run.start();
    try {
      if (start.timeLimitMillis() > 0) {
        run.alarm(
            timer.schedule(() -> timeOut(run), start.timeLimitMillis(), TimeUnit.MILLISECONDS));
      }
      threads.execute(run);
    } catch (RejectedExecutionException e) {
      run.refuse("WORKER_ENDING: the worker is ending; the task can run elsewhere");
    } catch (OutOfMemoryError e) {
      run.refuse(
          "NO_THREAD: the worker cannot make another thread ("
              + e.getMessage()
              + "); give it fewer tasks at once, or raise the limit of processes of its account");
    }
  }

  private void timeOut(HandlerRun run) {
    double seconds = run.start().timeLimitMillis() / 1000.0;
    stop(run, Outcome.TIMED_OUT, "ran longer than its limit of " + seconds + " s");
  }

  /**
   * Interrupts an attempt, which then ends after its grace in any case. One that is over, unknown
   * or being stopped already is left.
   *
   * @param outcome what it then counts as, such as {@link Outcome#CANCELLED}
   */
  public void stop(AttemptId attempt, Outcome outcome) {
    HandlerRun run = running.get(attempt);
    if (run != null) {
      stop(run, outcome, "stopped: " + outcome);
    }
  }

  /** Interrupts all attempts. */
  public void stopAll(Outcome outcome) {
    running.values().forEach(run -> stop(run, outcome, "stopped: " + outcome));
  }

  private void stop(HandlerRun run, Outcome outcome, String reason) {
    if (!run.stop(outcome, reason)) {
      return;
    }
    try {
      run.alarm(timer.schedule(run::abandon, run.start().graceMillis(), TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody waits for attempt {} since the worker ends", run.start().attempt());
    }
  }

  /** The attempts that run, in order. */
  public Set<AttemptId> running() {
    return new TreeSet<>(running.keySet());
  }

  /** How many threads go on though their attempts were abandoned: they still use the machine. */
  public int abandonedThreads() {
    return abandoned.size();
  }

  /** How many limits and graces are being waited for. */
  int alarms() {
    return timer.getQueue().size();
  }

  /** Interrupts everything, reports it as lost when it ends in time, and waits for nothing. */
  @Override
  public void close() {
    timer.shutdownNow();
    running.values().forEach(run -> stop(run, Outcome.LOST, "the worker ends"));
    threads.shutdown();
  }

  private final class Owner implements HandlerRun.Owner {
    @Override
    public void over(HandlerRun run) {
      running.remove(run.start().attempt(), run);
    }

    @Override
    public void abandoned(HandlerRun run, String standsAt) {
      abandoned.add(run);
      LOG.warn(
          "attempt {} does not heed its interrupt and was abandoned; its thread goes on at {}."
              + " {} such threads use this machine until they end or the worker is started again",
          run.start().attempt(),
          standsAt,
          abandoned.size());
    }

    @Override
    public void cameBack(HandlerRun run) {
      abandoned.remove(run);
      LOG.info("the thread of attempt {}, which was abandoned, has ended", run.start().attempt());
    }
  }
}
