package io.github.packtrain.core;

import io.github.packtrain.core.learn.Hardware;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Load;
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

  /** Attempts that hold something, by kind of GPU work as in {@link Load#kindOf}. */
  private final int[] heldByKind = new int[Integer.SIZE + 1];

  private int held;
  private int kinds;
  private Load load = Load.NONE;

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
    if (known == null
        || known.free() != free
        || known.gate() != gate
        || known.spec() != spec
        || known.load() != load) {
      known = new WorkerState(id, spec, free, gate, load);
      shown = known;
    }
    return known;
  }

  /**
   * An attempt comes.
   *
   * @param number counts placements in the cluster
   */
  void hold(AttemptRecord attempt, long number) {
    attempts.add(attempt);
    take(attempt.allocation);
    if (attempt.behind == null) {
      countHeld(attempt, 1);
    }
    recountLoad(number);
  }

  private void countHeld(AttemptRecord attempt, int delta) {
    int kind = Load.kindOf(attempt.job.spec.request().gpu());
    int now = heldByKind[Integer.SIZE - Integer.numberOfLeadingZeros(kind)] += delta;
    kinds = now > 0 ? kinds | kind : kinds & ~kind;
    held += delta;
  }

  private void recountLoad(long number) {
    load = new Load(held, attempts.size() - held, kinds, number);
  }

  /** The attempt leaves; what it held goes to the attempt that takes its place, if there is one. */
  void release(AttemptRecord attempt, @Nullable AttemptRecord heir) {
    attempts.remove(attempt);
    boolean wasQueued = attempt.behind != null;
    if (heir == null && !wasQueued) {
      countHeld(attempt, -1);
    }
    recountLoad(load.lastPlaced());
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
