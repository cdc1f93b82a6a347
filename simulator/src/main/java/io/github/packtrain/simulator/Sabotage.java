package io.github.packtrain.simulator;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.model.Fact;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.LoopOptions;
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

  /** Whether reports are acknowledged when they come in, not when their facts are durable. */
  default boolean acknowledgesAtOnce() {
    return false;
  }

  default LoopOptions options(LoopOptions options) {
    return options;
  }

  /** What a snapshot holds. */
  default List<Fact> snapshot(List<Fact> facts) {
    return facts;
  }

  /** How many batches a snapshot says it covers. */
  default int snapshotRows(int rows) {
    return rows;
  }

  // ---- the worker

  default List<MasterMessage> heardByWorker(String machine, MasterMessage message) {
    return List.of(message);
  }

  default List<WorkerMessage> saidByWorker(String machine, WorkerMessage message) {
    return List.of(message);
  }

  default List<WorkerAction> actions(String machine, long nowMillis, List<WorkerAction> actions) {
    return actions;
  }

  /** Whether a worker goes on listening to a stream that it gave up. */
  default boolean hearsOldStreams() {
    return false;
  }

  /** Whether a new worker process takes over what an earlier one left running. */
  default boolean adoptsRunning() {
    return true;
  }

  // ---- the guard

  /** By how much a worker process renews the lease at its start, before a master has answered. */
  default long leaseAtStartMillis(Scenario.Timing timing) {
    return 0;
  }

  default boolean givesGraceAtLeaseEnd() {
    return false;
  }

  /** Whether it forgets an end that no worker process was there to hear. */
  default boolean forgetsUnheardEnds() {
    return false;
  }

  default boolean startsAfterLease() {
    return false;
  }

  default boolean forgetsLease() {
    return false;
  }
}
