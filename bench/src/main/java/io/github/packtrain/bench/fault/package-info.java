/**
 * Faults on real processes: masters and workers killed at named places and at random, frozen, cut
 * off from one another, and flooded, while work goes on. Afterwards the universal {@link
 * io.github.packtrain.bench.fault.Checker} compares what the master says with what was acknowledged
 * and with what the processes wrote down themselves.
 *
 * <pre>
 *   FaultBench ─► FaultKind ─► MasterKill │ WorkerKill │ … ─► FaultReport ─► table, JSON
 *                                 │    │
 *                 Cluster (processes)  Load (work, Ledger of what was acknowledged) ─► Checker
 * </pre>
 */
@NullMarked
package io.github.packtrain.bench.fault;

import org.jspecify.annotations.NullMarked;
