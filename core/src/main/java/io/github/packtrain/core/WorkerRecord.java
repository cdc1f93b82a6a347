package io.github.packtrain.core;

import io.github.packtrain.core.learn.Hardware;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import org.jspecify.annotations.Nullable;

/** A worker and what is promised on it. */
final class WorkerRecord {
  final WorkerId id;
  final String uid;
  long incarnation;
  WorkerSpec spec;

  /** What workers of its kind have in common. */
  private String hardware;

  /** What is not promised, at least nothing. */
  Free free;

  /**
   * Whether more is promised than there is: the machine came back smaller, or lost a device, while
   * attempts held it. Nothing new is placed on what is short.
   */
  boolean overcommitted;

  boolean lost;
  boolean draining;
  String drainReason = "";
  long changedAtMillis;
  final AttemptSet attempts = new AttemptSet();

  /** As the last view showed it. */
  private @Nullable WorkerState shown;

  WorkerRecord(WorkerId id, String uid, long incarnation, WorkerSpec spec, long atMillis) {
    this.id = id;
    this.uid = uid;
    this.incarnation = incarnation;
    this.spec = spec;
    this.hardware = Hardware.of(spec);
    this.free = Free.allOf(spec);
    this.changedAtMillis = atMillis;
  }

  /** A new description of the machine; what is promised stays promised. */
  void describe(long newIncarnation, WorkerSpec newSpec, long atMillis) {
    incarnation = newIncarnation;
    spec = newSpec;
    hardware = Hardware.of(newSpec);
    lost = false;
    changedAtMillis = atMillis;
    recountFree();
  }

  String hardware() {
    return hardware;
  }

  /** What a cycle sees of it: the same object as long as nothing changed. */
  WorkerState planState(Gate gate) {
    WorkerState known = shown;
    if (known == null || known.free() != free || known.gate() != gate || known.spec() != spec) {
      known = new WorkerState(id, spec, free, gate);
      shown = known;
    }
    return known;
  }

  void hold(AttemptRecord attempt) {
    attempts.add(attempt);
    take(attempt.allocation);
  }

  /** The attempt leaves; what it held goes to the attempt that takes its place, if there is one. */
  void release(AttemptRecord attempt, @Nullable AttemptRecord heir) {
    attempts.remove(attempt);
    if (heir != null) {
      heir.allocation = attempt.allocation;
    } else if (overcommitted) {
      recountFree();
    } else {
      free = free.giveBack(attempt.allocation);
    }
  }

  private void recountFree() {
    free = Free.allOf(spec);
    overcommitted = false;
    for (AttemptRecord attempt : attempts.sorted()) {
      take(attempt.allocation);
    }
  }

  private void take(Allocation allocation) {
    overcommitted |= !free.covers(allocation);
    free = overcommitted ? free.takeUpTo(allocation) : free.take(allocation);
  }
}
