package io.github.packtrain.simulator;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.model.Fact;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.MasterLoop;
import io.github.packtrain.session.worker.WorkerAction;
import java.util.List;

/**
 * Where a planted defect can get in: a simulation is worth what the defects that it finds prove.
 * Each default does nothing.
 */
interface Sabotage {
  Sabotage NONE = new Sabotage() {};

  // ---- the master

  default List<Input> inputs(List<Input> inputs, MasterLoop loop) {
    return inputs;
  }

  /** After the loop has applied its facts. */
  default Batch batch(Batch batch, MasterLoop loop) {
    return batch;
  }

  default Plan plan(Plan plan, PlanView view) {
    return plan;
  }

  /** What of a batch gets onto the disk. */
  default List<Fact> written(List<Fact> facts) {
    return facts;
  }

  default boolean actsBeforeRecording() {
    return false;
  }

  default boolean dropsBatchWithoutSpace() {
    return false;
  }

  default boolean ignoresFailedSync() {
    return false;
  }

  default long leaseMillis(long leaseMillis) {
    return leaseMillis;
  }

  // ---- the worker

  default List<MasterMessage> heardByWorker(MasterMessage message) {
    return List.of(message);
  }

  default List<WorkerMessage> saidByWorker(WorkerMessage message) {
    return List.of(message);
  }

  default List<WorkerAction> actions(List<WorkerAction> actions) {
    return actions;
  }

  // ---- the guard

  default boolean startsAfterLease() {
    return false;
  }

  default boolean forgetsLease() {
    return false;
  }
}
