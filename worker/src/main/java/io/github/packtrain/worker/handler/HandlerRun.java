package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.worker.events.FinalResult;
import io.github.packtrain.worker.events.TaskEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a handler, on a pooled thread. It ends once: by the handler's returning or
 * throwing, or, when the handler does not heed its interrupt, by being abandoned.
 */
final class HandlerRun implements HandlerCall {
  private final HandlerStart start;
  private final TaskHandler handler;
  private final HandlerListener listener;
  private final Consumer<HandlerRun> whenOver;
  private final AttemptLog stdout;
  private final AttemptLog stderr;
  private final long startNanos = System.nanoTime();
  private @Nullable Thread thread;
  private @Nullable Future<?> limit;
  private @Nullable Stop stop;
  private boolean over;

  /** Why an attempt is being ended. */
  private record Stop(Outcome outcome, String reason) {}

  HandlerRun(
      HandlerStart start,
      TaskHandler handler,
      HandlerListener listener,
      Consumer<HandlerRun> whenOver) {
    this.start = start;
    this.handler = handler;
    this.listener = listener;
    this.whenOver = whenOver;
    this.stdout = new AttemptLog(start.directory().stdout());
    this.stderr = new AttemptLog(start.directory().stderr());
  }

  /** The timer that ends it at its limit, to be forgotten when it is over. */
  synchronized void limitBy(Future<?> timer) {
    limit = timer;
    if (over) {
      timer.cancel(false);
    }
  }

  HandlerStart start() {
    return start;
  }

  /** Asks the handler to end. The first reason counts. */
  synchronized void stop(Outcome outcome, String reason) {
    if (stop == null && !over) {
      stop = new Stop(outcome, reason);
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** Gives up on a handler that was stopped and goes on all the same. */
  void abandon() {
    Stop asked;
    synchronized (this) {
      asked = stop;
    }
    if (asked != null
        && end(
            ended(
                asked.outcome(),
                asked.reason()
                    + "; the handler did not heed its interrupt, so its thread was abandoned"))) {
      stderr.line("the handler does not end; its thread stands at:");
      for (StackTraceElement frame : standing()) {
        stderr.line("\tat " + frame);
      }
    }
  }

  private synchronized StackTraceElement[] standing() {
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }

  /** Whether a thread is still in the handler. */
  synchronized boolean isAlive() {
    return thread != null;
  }

  /** The whole attempt, on the thread that calls. */
  void execute() {
    enter();
    try {
      attemptOnce();
    } finally {
      leave();
    }
  }

  private synchronized void enter() {
    Thread current = Thread.currentThread();
    current.setName("task-" + start.attempt());
    thread = current;
    if (stop != null) {
      current.interrupt();
    }
  }

  /** The thread goes back to the pool: without our name, and without an interrupt meant for us. */
  private synchronized void leave() {
    thread = null;
    Thread.currentThread().setName("task-idle");
    Thread.interrupted();
  }

  private void attemptOnce() {
    listener.started(start.attempt());
    AttemptResult result;
    try {
      Map<String, Double> metrics = handler.run(this);
      result = stopped().map(this::endedBy).orElseGet(() -> checked(metrics));
    } catch (Throwable failure) {
      // Whatever a handler throws is its own failure; the worker goes on.
      result = failed(failure);
    }
    end(result);
  }

  private AttemptResult failed(Throwable failure) {
    Optional<Stop> asked = stopped();
    if (asked.isPresent()) {
      return endedBy(asked.get());
    }
    stderr.trace(failure);
    String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return switch (failure) {
      case BadParameterException e -> ended(Outcome.FAILED, BadParameterException.CODE + message);
      case OutOfMemoryError e ->
          ended(Outcome.OUT_OF_MEMORY, "the worker's Java heap was used up" + message);
      default -> ended(Outcome.FAILED, failure.getClass().getSimpleName() + message);
    };
  }

  private AttemptResult checked(Map<String, Double> metrics) {
    Map<String, Double> usable = new TreeMap<>();
    Map<String, TaskEvent.Unusable> unusable = new TreeMap<>();
    metrics.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            usable.put(name, value);
          } else {
            unusable.put(name, new TaskEvent.Unusable(true, Double.toString(value)));
          }
        });
    Optional<TaskEvent.Result> given =
        metrics.isEmpty() ? Optional.empty() : Optional.of(new TaskEvent.Result(usable, unusable));
    return switch (FinalResult.check(given, start.requiredMetrics())) {
      case FinalResult.Usable(Map<String, Double> result) ->
          AttemptResult.succeeded(result, runMillis());
      case FinalResult.Faulty(String code, String message, String hint) ->
          ended(Outcome.BAD_RESULT, code + ": " + message);
    };
  }

  private synchronized Optional<Stop> stopped() {
    return Optional.ofNullable(stop);
  }

  private AttemptResult endedBy(Stop asked) {
    return ended(asked.outcome(), asked.reason());
  }

  private AttemptResult ended(Outcome outcome, String message) {
    return new AttemptResult(outcome, 0, 0, message, Map.of(), runMillis());
  }

  private long runMillis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  /** True for the one call that ends the attempt. */
  private boolean end(AttemptResult result) {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      if (limit != null) {
        limit.cancel(false);
      }
    }
    whenOver.accept(this);
    listener.ended(start.attempt(), result);
    return true;
  }

  private synchronized boolean isOver() {
    return over;
  }

  @Override
  public AttemptId attempt() {
    return start.attempt();
  }

  @Override
  public String parameters() {
    return start.params();
  }

  @Override
  public String options() {
    return start.handler().options();
  }

  @Override
  public Path checkpointDirectory() {
    try {
      return Files.createDirectories(start.checkpointDirectory());
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint directory cannot be made", e);
    }
  }

  @Override
  public void report(long step, Map<String, Double> metrics) {
    if (step < 0) {
      throw new IllegalArgumentException("a step is at least 0, not " + step);
    }
    Map<String, Double> finite = new TreeMap<>(metrics);
    if (finite.values().removeIf(value -> !Double.isFinite(value))) {
      stderr.line("not all of the measurement at step " + step + " is finite: " + metrics);
    }
    if (!finite.isEmpty() && !isOver()) {
      listener.measured(start.attempt(), new Measurement(step, finite));
    }
  }

  @Override
  public void log(String line) {
    stdout.line(line);
  }

  @Override
  public boolean isCancelled() {
    return stopped().isPresent();
  }
}
