package io.github.packtrain.bench.kill;

/** What is done to the processes in one run. */
public enum KillMode {
  /** The master is killed and restarted: no task may be started twice for it. */
  MASTER,
  /**
   * Worker processes are killed and restarted at once: their tasks run on, and none is started
   * twice.
   */
  WORKER,
  /** Worker processes are frozen for twice the silence that makes them lost, then thawed. */
  FREEZE,
  /** All of these, and workers killed together with their guard. */
  ALL
}
