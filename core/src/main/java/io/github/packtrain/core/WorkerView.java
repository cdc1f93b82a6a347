package io.github.packtrain.core;

import io.github.packtrain.core.plan.Free;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;

/**
 * A worker as it stands, for readers.
 *
 * @param free what is not promised to any attempt
 * @param attempts how many attempts it has, those in its local queue included
 * @param changedAtMillis when it registered, was lost or drained last
 */
public record WorkerView(
    WorkerId id,
    String uid,
    long incarnation,
    WorkerSpec spec,
    Free free,
    int attempts,
    boolean lost,
    boolean draining,
    String drainReason,
    long changedAtMillis) {

  static WorkerView of(WorkerRecord worker) {
    return new WorkerView(
        worker.id,
        worker.uid,
        worker.incarnation,
        worker.spec,
        worker.free,
        worker.attempts.size(),
        worker.lost,
        worker.draining,
        worker.drainReason,
        worker.changedAtMillis);
  }
}
