package io.github.packtrain.simulator;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine's guard and the processes under it. What it knows of an attempt is on disk before
 * anybody is told, so a guard that is killed is replaced by one that finds everything again, but
 * for the exit codes of what ended between the two.
 *
 * <p>It ends processes that may not outlive the lease the moment that the lease is over, without
 * grace, and starts none then. It renews nothing by itself: a new worker process goes by the lease
 * of the one before until a master answers.
 */
final class SimGuard {
  private final Ground ground;
  private final Dice dice;
  private final WorkerSpec machine;
  private final LongSupplier clock;
  private final TreeMap<AttemptId, FakeProcess> known = new TreeMap<>();
  private @Nullable Listener listener;
  private final List<Runnable> unanswered = new ArrayList<>();
  private boolean up = true;
  private long leaseUntilMillis;

  /** The worker process that is connected to the guard. */
  interface Listener {
    void started(AttemptId attempt);

    void ended(AttemptId attempt, AttemptResult result);
  }

  /**
   * @param clock the machine's, which never goes back
   */
  SimGuard(Ground ground, Dice dice, WorkerSpec machine, LongSupplier clock) {
    this.ground = ground;
    this.dice = dice;
    this.machine = machine;
    this.clock = clock;
  }

  // ---- for the worker process

  void connect(Listener newListener) {
    listener = newListener;
  }

  /** The worker process is gone, and with it the orders that it would have repeated. */
  void disconnect() {
    listener = null;
    unanswered.clear();
  }

  List<FakeProcess> known() {
    return new ArrayList<>(known.values());
  }

  void renewLease(long untilMillis) {
    leaseUntilMillis = untilMillis;
  }

  boolean isLeaseOver() {
    return clock.getAsLong() > leaseUntilMillis;
  }

  void start(FakeProcess process, long runMillis) {
    if (!up) {
      unanswered.add(() -> start(process, runMillis));
      return;
    }
    if (known.containsKey(process.attempt)) {
      return;
    }
    known.put(process.attempt, process);
    ground.witness().kept(process.attempt);
    if (process.mayNotOutliveLease() && isLeaseOver() && !ground.sabotage().startsAfterLease()) {
      process.live = false;
      finish(process, AttemptResult.ended(Outcome.LOST, "the lease was over before it started"));
      return;
    }
    if (process.natural.outcome() == Outcome.NOT_STARTED) {
      process.live = false;
      finish(process, process.natural);
      return;
    }
    ground.witness().started(machine, process);
    Listener told = listener;
    if (told != null) {
      told.started(process.attempt);
    }
    ground.timeline().after(runMillis, () -> exits(process, process.natural));
  }

  void stop(AttemptId attempt, Outcome reason) {
    if (!up) {
      unanswered.add(() -> stop(attempt, reason));
      return;
    }
    FakeProcess process = known.get(attempt);
    if (process != null && process.live && !process.stopping) {
      process.stopping = true;
      long grace = reason == Outcome.LOST ? 0 : dice.between(0, process.spec.graceMillis());
      AttemptResult result = AttemptResult.ended(reason, "ended on request");
      ground.timeline().after(grace, () -> exits(process, result));
    }
  }

  /** Its end is safe with the master, or nobody wants it. */
  void forget(AttemptId attempt) {
    FakeProcess process = known.get(attempt);
    if (process != null && !process.live) {
      known.remove(attempt);
    }
  }

  // ---- what happens by itself

  /** To be called every few milliseconds. */
  void watch() {
    if (up && isLeaseOver()) {
      for (FakeProcess process : known()) {
        if (process.live && process.mayNotOutliveLease() && !ground.sabotage().forgetsLease()) {
          AttemptResult result = AttemptResult.ended(Outcome.LOST, "the lease is over");
          if (ground.sabotage().givesGraceAtLeaseEnd()) {
            ground.timeline().after(process.spec.graceMillis(), () -> exits(process, result));
          } else {
            exits(process, result);
          }
        }
      }
    }
  }

  private void exits(FakeProcess process, AttemptResult result) {
    if (!process.live) {
      return;
    }
    process.live = false;
    ground.witness().ended(process);
    if (up) {
      finish(process, result);
    }
  }

  private void finish(FakeProcess process, AttemptResult result) {
    process.result = result;
    ground.witness().produced(process.attempt, result);
    Listener told = listener;
    if (told != null) {
      told.ended(process.attempt, result);
    } else if (ground.sabotage().forgetsUnheardEnds()) {
      known.remove(process.attempt);
    }
  }

  // ---- faults

  /**
   * The guard alone is killed; its processes run on. Only while a worker process is there to
   * replace it soon: with both gone, nobody could hold a process to the lease, so {@link #killAll}
   * stands for that.
   */
  void kill() {
    up = false;
  }

  /** A new one takes over what it finds. */
  void restart() {
    if (up) {
      return;
    }
    up = true;
    for (FakeProcess process : known()) {
      if (!process.live && process.result == null) {
        finish(process, AttemptResult.ended(Outcome.LOST, "its exit code was lost"));
      }
    }
    List<Runnable> again = List.copyOf(unanswered);
    unanswered.clear();
    again.forEach(Runnable::run);
  }

  boolean isUp() {
    return up;
  }

  /** Everything on the machine is killed together with the guard. */
  void killAll() {
    up = false;
    for (FakeProcess process : known()) {
      if (process.live) {
        process.live = false;
        ground.witness().ended(process);
      }
    }
  }
}
