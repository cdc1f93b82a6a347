package io.github.packtrain.simulator.replay;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.simulator.trace.TraceJob;
import org.jspecify.annotations.Nullable;

/** One task in the world: what is left of it, and where it runs. */
final class Work {
  final TaskId id;
  final TraceJob job;

  /** Run time that is left, in ticks, as the trace counts it. */
  private long left;

  private @Nullable Stretch stretch;

  /** Where it ran last and until when. */
  private @Nullable WorkerId before;

  private long stoppedAt;
  private boolean placed;

  /**
   * From one interruption to the next.
   *
   * @param toll time at its beginning without progress
   * @param ticks how long it runs after that, if nobody interrupts it
   */
  private record Stretch(
      AttemptId attempt,
      WorkerId worker,
      long since,
      long toll,
      long ticks,
      long endsAt,
      boolean fails) {}

  Work(TaskId id, TraceJob job) {
    this.id = id;
    this.job = job;
    this.left = job.run();
  }

  long left() {
    return left;
  }

  /** Whether any of what it did is kept. */
  private boolean everRan() {
    return before != null;
  }

  /** Whether it has begun before, whatever became of that. */
  boolean wasPlaced() {
    return placed;
  }

  /** Whether starting there now is no interruption. */
  boolean goesOn(WorkerId worker, long now) {
    return worker.equals(before) && stoppedAt == now;
  }

  /** Where it ran before it does not run now. */
  void start(AttemptId attempt, WorkerId worker, long now, World.Course course, Protocol protocol) {
    boolean goesOn = goesOn(worker, now);
    boolean pays = everRan() && !goesOn;
    long toll = pays ? job.overhead() : 0;
    long endsAt = now + toll + course.ticks();
    if (protocol.everyEventInterrupts()) {
      toll = job.overhead();
      endsAt = now + course.ticks();
    }
    stretch = new Stretch(attempt, worker, now, toll, course.ticks(), endsAt, course.fails());
    before = worker;
    placed = true;
  }

  private Stretch running() {
    Stretch now = stretch;
    if (now == null) {
      throw new IllegalStateException(id + " does not run");
    }
    return now;
  }

  AttemptId attempt() {
    return running().attempt;
  }

  WorkerId worker() {
    return running().worker;
  }

  long endsAt() {
    return running().endsAt;
  }

  boolean fails() {
    return running().fails;
  }

  /** How long it ran since it was interrupted last. */
  long ran(long now) {
    return now - running().since;
  }

  /** How much of what was left is done by now, as the trace counts it. */
  long progress(long now) {
    Stretch at = running();
    long run = Math.max(0, now - at.since - at.toll);
    if (at.fails) {
      return 0;
    }
    return run >= at.ticks || at.ticks == left
        ? Math.min(left, run)
        : (long) ((double) left * run / at.ticks);
  }

  /** It is interrupted; what it did is kept. */
  void stopKeeping(long now) {
    left -= progress(now);
    stop(now);
  }

  /** It is interrupted, all that it ever did is lost, and it begins anew. */
  void stopLosing(long now) {
    left = job.run();
    stop(now);
    before = null;
  }

  void end(long now) {
    left = 0;
    stop(now);
  }

  private void stop(long now) {
    stretch = null;
    stoppedAt = now;
  }
}
