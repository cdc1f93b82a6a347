/**
 * The control plane on virtual time: the real loop, sessions, planner and core between fake
 * machines, a fake network and a fake disk, under faults that a seed chooses.
 *
 * <p>Start with {@link io.github.packtrain.simulator.Simulation#run}: one seed in, one verdict out.
 *
 * <pre>
 *   Clients ──calls──►┐                        ┌──► VirtualDisk ──durable facts──► Witness, replica
 *                     ├─► SimMaster(MasterLoop)┤
 *   SimMachine ─stream┘   (batch, append, then ├──► Planner (takes time)
 *   (WorkerSession,        effects)            └──► replies, streams
 *    SimGuard, processes) ─────────── what really runs ──────────────────────────► Witness
 * </pre>
 *
 * <p>Everything happens on one thread: {@code Timeline} runs what is due, {@code Dice} decides what
 * is left to chance. The same seed gives the same bytes.
 */
@NullMarked
package io.github.packtrain.simulator;

import org.jspecify.annotations.NullMarked;
