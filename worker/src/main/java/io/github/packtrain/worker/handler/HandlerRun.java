package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a handler. It ends once: by the handler's returning or throwing, or, when the
 * handler does not heed its interrupt, by being abandoned. Its monitor orders what the listener is
 * told, and makes sure that an interrupt never reaches the next attempt on the same thread.
 */
final class HandlerRun implements HandlerCall, Runnable {

  /** Whoever started it; called with this run's monitor held. */
  interface Owner {
    /** It is over; the listener hears of it next. */
    void over(HandlerRun run);

    /** It is over although its thread goes on. */
    void abandoned(HandlerRun run, String standsAt);

    /** Such a thread ended after all. */
    void cameBack(HandlerRun run);
  }

  private final HandlerStart start;
  private final TaskHandler handler;
  private final HandlerListener listener;
  private final Owner owner;
  private final AttemptLog stdout;
  private final AttemptLog stderr;
  private final Pace pace = new Pace(System::nanoTime);
  private final long startNanos = System.nanoTime();
  private volatile @Nullable Stop stop;
  private @Nullable Thread thread;
  private @Nullable Future<?> alarm;
  private boolean over;
  private boolean abandoned;

  /** Why an attempt is being ended. */
  private record Stop(Outcome outcome, String reason) {}

  HandlerRun(HandlerStart start, TaskHandler handler, HandlerListener listener, Owner owner) {
    this.start = start;
    this.handler = handler;
    this.listener = listener;
    this.owner = owner;
    this.stdout = new AttemptLog(start.directory()::stdout);
    this.stderr = new AttemptLog(start.directory()::stderr);
  }

  HandlerStart start() {
    return start;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      end(outcomeOf(handler.run(this)));
    } catch (Throwable failure) {
      // Whatever a handler throws is its own failure; the worker goes on.
      end(outcomeOf(failure));
    } finally {
      leave();
    }
  }

  private synchronized boolean begin() {
    Stop asked = stop;
    if (asked != null) {
      end(ended(asked.outcome(), asked.reason()));
    }
    if (over) {
      return false;
    }
    thread = Thread.currentThread();
    listener.started(start.attempt());
    return true;
  }

  private void leave() {
    stdout.close();
    stderr.close();
    synchronized (this) {
      thread = null;
      // An interrupt that came late was for this attempt alone.
      Thread.interrupted();
      if (abandoned) {
        owner.cameBack(this);
      }
    }
  }

  /** Asks the handler to end; false when it is over or was asked before. */
  synchronized boolean stop(Outcome outcome, String reason) {
    if (over || stop != null) {
      return false;
    }
    stop = new Stop(outcome, reason);
    if (thread != null) {
      thread.interrupt();
    }
    return true;
  }

  /** What ends it in time: first its limit, then its grace. */
  synchronized void alarm(Future<?> next) {
    cancelAlarm();
    alarm = next;
    if (over) {
      cancelAlarm();
    }
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  /** Ends an attempt that no thread took. */
  void refuse(String message) {
    end(ended(Outcome.NOT_STARTED, message));
  }

  /** Gives up on a handler that was asked to end and goes on all the same. */
  synchronized void abandon() {
    Stop asked = stop;
    if (asked == null || over) {
      return;
    }
    String standsAt = standsAt();
    abandoned = thread != null;
    if (abandoned) {
      owner.abandoned(this, standsAt);
    }
    end(
        ended(
            asked.outcome(),
            "%s; the handler did not heed its interrupt within %s s and was abandoned at %s"
                .formatted(asked.reason(), start.graceMillis() / 1000.0, standsAt)));
  }

  private String standsAt() {
    StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    return frames.length == 0 ? "its start" : frames[0].toString();
  }

  private AttemptResult outcomeOf(@Nullable Map<String, Double> metrics) {
    Stop asked = stop;
    if (asked != null) {
      return ended(asked.outcome(), asked.reason());
    }
    if (metrics == null) {
      return ended(
          Outcome.FAILED,
          "HANDLER_FAILED: the handler '%s' returned null; it has to return a map, such as Map.of()"
              .formatted(start.handler().name()));
    }
    return HandlerResult.of(metrics, start.requiredMetrics(), runMillis());
  }

  private AttemptResult outcomeOf(Throwable failure) {
    Stop asked = stop;
    if (asked != null) {
      return ended(asked.outcome(), asked.reason());
    }
    stderr.trace(failure);
    String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return switch (failure) {
      case BadParameterException e -> ended(Outcome.FAILED, BadParameterException.CODE + message);
      case OutOfMemoryError e ->
          ended(
              Outcome.OUT_OF_MEMORY,
              "HANDLER_OUT_OF_MEMORY: the worker's Java heap was used up%s; give the worker a larger"
                      .formatted(message)
                  + " heap or fewer such tasks at once");
      default ->
          ended(
              Outcome.FAILED,
              "HANDLER_FAILED: %s%s; the stack trace is in the attempt's stderr.log"
                  .formatted(failure.getClass().getSimpleName(), message));
    };
  }

  private AttemptResult ended(Outcome outcome, String message) {
    return new AttemptResult(outcome, 0, 0, message, Map.of(), runMillis());
  }

  private long runMillis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  private synchronized void end(AttemptResult result) {
    if (over) {
      return;
    }
    over = true;
    cancelAlarm();
    owner.over(this);
    pace.finish().ifPresent(last -> listener.measured(start.attempt(), last));
    listener.ended(start.attempt(), result);
  }

  @Override
  public AttemptId attempt() {
    return start.attempt();
  }

  @Override
  public HandlerParameters params() throws BadParameterException {
    return HandlerParameters.parse("parameter", start.params());
  }

  @Override
  public HandlerParameters options() throws BadParameterException {
    return HandlerParameters.parse("option", start.handler().options());
  }

  @Override
  public Optional<GangMember> findGang() {
    return Optional.ofNullable(start.gang());
  }

  @Override
  public Path checkpointDirectory() throws IOException {
    return Files.createDirectories(start.checkpointDirectory());
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
    if (!finite.isEmpty()) {
      measured(new Measurement(step, finite));
    }
  }

  private synchronized void measured(Measurement measurement) {
    if (!over) {
      pace.pass(measurement).ifPresent(passed -> listener.measured(start.attempt(), passed));
    }
  }

  @Override
  public void log(String line) {
    stdout.line(line);
  }

  @Override
  public boolean isCancelled() {
    return stop != null;
  }
}
