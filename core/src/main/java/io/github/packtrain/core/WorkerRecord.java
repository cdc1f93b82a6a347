package io.github.packtrain.core;

import io.github.packtrain.core.plan.Free;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.TreeMap;

/** A worker and what is promised on it. */
final class WorkerRecord {
  final WorkerId id;
  final String uid;
  long incarnation;
  WorkerSpec spec;
  Free free;
  boolean lost;
  boolean draining;
  String drainReason = "";
  long changedAtMillis;
  final TreeMap<AttemptId, AttemptRecord> attempts = new TreeMap<>();

  WorkerRecord(WorkerId id, String uid, long incarnation, WorkerSpec spec, long atMillis) {
    this.id = id;
    this.uid = uid;
    this.incarnation = incarnation;
    this.spec = spec;
    this.free = Free.allOf(spec);
    this.changedAtMillis = atMillis;
  }

  /** A new description of the machine; what is promised stays promised. */
  void describe(long newIncarnation, WorkerSpec newSpec, long atMillis) {
    incarnation = newIncarnation;
    spec = newSpec;
    lost = false;
    changedAtMillis = atMillis;
    free = Free.allOf(newSpec);
    for (AttemptRecord attempt : attempts.values()) {
      free = free.take(attempt.allocation);
    }
  }

  void hold(Allocation allocation) {
    free = free.take(allocation);
  }

  void release(Allocation allocation) {
    free = free.giveBack(allocation);
  }
}
