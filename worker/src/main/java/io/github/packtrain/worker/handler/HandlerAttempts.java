package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs handlers on pooled threads of this JVM, one per attempt. Unlike a command, a handler ends
 * with its worker process, and nothing of it is left to be found again.
 */
public final class HandlerAttempts implements AutoCloseable {
  private final Handlers handlers;
  private final HandlerListener listener;
  private final Map<AttemptId, HandlerRun> running = new ConcurrentHashMap<>();
  private final Set<HandlerRun> abandoned = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService pool =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("task-idle").factory());

  /** Runs every handler that is on the class path. */
  public HandlerAttempts(HandlerListener listener) {
    this(Handlers.load(), listener);
  }

  /** Runs these handlers and no others. */
  public HandlerAttempts(Handlers handlers, HandlerListener listener) {
    this.handlers = handlers;
    this.listener = listener;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("handler-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Starts an attempt; one that runs already is left as it is. Returns at once. */
  public void start(HandlerStart start) {
    TaskHandler handler = handlers.find(start.handler().name()).orElse(null);
    if (handler == null) {
      listener.ended(
          start.attempt(),
          AttemptResult.ended(
              Outcome.NOT_STARTED,
              "HANDLER_NOT_FOUND: this worker has no handler '%s'; it has %s"
                  .formatted(start.handler().name(), String.join(", ", handlers.names()))));
      return;
    }
    HandlerRun run = new HandlerRun(start, handler, listener, this::over);
    if (running.putIfAbsent(start.attempt(), run) != null) {
      return;
    }
    pool.execute(run::execute);
    if (start.timeLimitMillis() > 0) {
      run.limitBy(
          after(start.timeLimitMillis(), () -> stop(run, Outcome.TIMED_OUT, limitText(start))));
    }
  }

  private static String limitText(HandlerStart start) {
    return "it ran longer than its limit of " + start.timeLimitMillis() + " ms";
  }

  /**
   * Interrupts an attempt; one that is over or unknown is left.
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
    running.keySet().forEach(attempt -> stop(attempt, outcome));
  }

  private void stop(HandlerRun run, Outcome outcome, String reason) {
    if (running.get(run.start().attempt()) != run) {
      return;
    }
    run.stop(outcome, reason);
    run.limitBy(after(run.start().graceMillis(), () -> abandon(run)));
  }

  private Future<?> after(long millis, Runnable action) {
    return timer.schedule(action, millis, TimeUnit.MILLISECONDS);
  }

  private void abandon(HandlerRun run) {
    if (running.get(run.start().attempt()) == run) {
      abandoned.add(run);
      run.abandon();
    }
  }

  private void over(HandlerRun run) {
    running.remove(run.start().attempt(), run);
  }

  /** The attempts that run, in order. */
  public Set<AttemptId> running() {
    return new TreeSet<>(running.keySet());
  }

  /** How many threads go on though their attempts were abandoned: they still use the machine. */
  public int abandonedThreads() {
    abandoned.removeIf(run -> !run.isAlive());
    return abandoned.size();
  }

  /** Interrupts everything and does not wait. */
  @Override
  public void close() {
    running.values().forEach(run -> run.stop(Outcome.LOST, "the worker ends"));
    timer.shutdown();
    pool.shutdown();
  }
}
